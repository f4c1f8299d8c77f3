package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.ServiceStatus;

import org.jspecify.annotations.Nullable;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * An offer as bytes: {@code labels · count varint · (length varint · instance)*}. The length before
 * each instance lets a later version say more of it; readers skip what they do not know.
 */
public final class OfferCodec {
    private static final ServiceStatus[] STATUSES = ServiceStatus.values();

    private OfferCodec() {}

    /**
     * The content of an offer, without its owner and version.
     *
     * @throws IllegalArgumentException where it is larger than {@link Limits#OFFER_BYTES}
     */
    public static byte[] encode(Offer offer) {
        ByteBuffer out = ByteBuffer.allocate(Limits.OFFER_BYTES);
        ByteBuffer one = ByteBuffer.allocate(Limits.OFFER_BYTES);
        try {
            Bytes.writeTexts(out, offer.labels());
            Bytes.writeVarint(out, offer.instances().size());
            for (Instance instance : offer.instances()) {
                writeInstance(one.clear(), instance);
                one.flip();
                Bytes.writeVarint(out, one.remaining());
                out.put(one);
            }
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException(
                    "all that this node offers takes more than the limit of "
                            + Limits.OFFER_BYTES
                            + " bytes: register fewer instances or less metadata",
                    e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The offer, or null where the bytes cannot be one. */
    public static @Nullable Offer decode(long version, byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content);
        try {
            SortedMap<String, String> labels = readTexts(in);
            long count = Bytes.readVarint(in);
            if (count > Limits.INSTANCES) {
                return null;
            }
            List<Instance> instances = new ArrayList<>((int) count);
            for (int i = 0; i < count; i++) {
                int length = Bytes.readLength(in, Limits.OFFER_BYTES);
                instances.add(readInstance(in.slice(in.position(), length)));
                in.position(in.position() + length);
            }
            return new Offer(version, labels, instances);
        } catch (Malformed | IllegalArgumentException e) {
            return null;
        }
    }

    private static void writeInstance(ByteBuffer out, Instance instance) {
        Bytes.writeText(out, instance.service());
        Bytes.writeText(out, instance.id());
        Bytes.writeText(out, instance.host());
        out.putShort((short) instance.port());
        out.put(instance.secure() ? WireFormat.SECURE : 0);
        out.put((byte) instance.status().ordinal());
        Bytes.writeText(out, instance.version());
        Bytes.writeTexts(out, instance.metadata());
    }

    private static Instance readInstance(ByteBuffer in) {
        String service = Bytes.readText(in, Limits.NAME_BYTES);
        String id = Bytes.readText(in, Limits.NAME_BYTES);
        String host = Bytes.readText(in, Limits.NAME_BYTES);
        int port = Bytes.readPort(in);
        boolean secure = (Bytes.readByte(in) & WireFormat.SECURE) != 0;
        int status = Bytes.readByte(in) & 0xff;
        String version = Bytes.readText(in, Limits.NAME_BYTES);
        return new Instance(
                service,
                id,
                host,
                port,
                secure,
                status < STATUSES.length ? STATUSES[status] : ServiceStatus.UNKNOWN,
                version,
                readTexts(in));
    }

    private static SortedMap<String, String> readTexts(ByteBuffer in) {
        return Bytes.readTexts(in, Limits.ENTRIES, Limits.NAME_BYTES, Limits.VALUE_BYTES);
    }
}

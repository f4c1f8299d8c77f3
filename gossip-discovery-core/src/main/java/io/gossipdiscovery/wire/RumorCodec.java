package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Limits;
import io.gossipdiscovery.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * A rumor as bytes: {@code kind 1 · length varint · content}. Encoded once, copied into each
 * packet.
 */
public final class RumorCodec {
    /** Three IPv6 nodes, two varints and the evidence are the most: 100 bytes. */
    private static final int MOST_SMALL_BYTES = 127;

    private static final Evidence[] EVIDENCES = Evidence.values();

    private RumorCodec() {}

    public static byte[] encode(Rumor rumor) {
        if (rumor instanceof Rumor.Offered offered) {
            return encodeOffered(offered);
        }
        ByteBuffer content = ByteBuffer.allocate(MOST_SMALL_BYTES);
        byte kind = writeSmall(content, rumor);
        content.flip();
        byte[] encoded = new byte[2 + content.remaining()];
        encoded[0] = kind;
        encoded[1] = (byte) content.remaining(); // always below 128: one byte of varint
        content.get(encoded, 2, content.remaining());
        return encoded;
    }

    private static byte writeSmall(ByteBuffer out, Rumor rumor) {
        Bytes.writeNode(out, rumor.about());
        if (rumor instanceof Rumor.Notice notice) {
            Bytes.writeVarint(out, notice.version());
            return WireFormat.NOTICE;
        }
        Rumor.Life life = (Rumor.Life) rumor;
        Bytes.writeVarint(out, life.incarnation());
        NodeId accuser = life.accuser();
        if (accuser != null) {
            Bytes.writeNode(out, accuser);
        }
        return switch (life.status()) {
            case ALIVE -> WireFormat.ALIVE;
            case SUSPECT -> {
                out.put((byte) ((Rumor.Suspect) life).evidence().ordinal());
                yield WireFormat.SUSPECT;
            }
            case DEAD -> {
                Bytes.writeVarint(out, life.ageSeconds());
                writeProof(out, (Rumor.Dead) life);
                yield WireFormat.DEAD;
            }
            case LEFT -> {
                Bytes.writeVarint(out, life.ageSeconds());
                yield WireFormat.LEFT;
            }
        };
    }

    private static byte[] encodeOffered(Rumor.Offered offered) {
        int length =
                Bytes.nodeLength(offered.about())
                        + Bytes.varintLength(offered.version())
                        + offered.content().length;
        ByteBuffer out = ByteBuffer.allocate(1 + Bytes.varintLength(length) + length);
        out.put(WireFormat.OFFERED);
        Bytes.writeVarint(out, length);
        Bytes.writeNode(out, offered.about());
        Bytes.writeVarint(out, offered.version());
        out.put(offered.content());
        return out.array();
    }

    /** Reads the next rumor, or returns null for a kind that this version does not know. */
    static @Nullable Rumor read(ByteBuffer in) {
        byte kind = Bytes.readByte(in);
        int length = Bytes.readLength(in, Limits.OFFER_BYTES + 64);
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return switch (kind) {
            case WireFormat.ALIVE ->
                    new Rumor.Alive(Bytes.readNode(content), Bytes.readVarint(content));
            case WireFormat.SUSPECT ->
                    new Rumor.Suspect(
                            Bytes.readNode(content),
                            Bytes.readVarint(content),
                            Bytes.readNode(content),
                            evidence(Bytes.readByte(content)));
            case WireFormat.DEAD ->
                    new Rumor.Dead(
                            Bytes.readNode(content),
                            Bytes.readVarint(content),
                            Bytes.readNode(content),
                            Bytes.readVarint(content),
                            evidence(Bytes.readByte(content)),
                            content.hasRemaining() ? Bytes.readNode(content) : null);
            case WireFormat.LEFT ->
                    new Rumor.Left(
                            Bytes.readNode(content),
                            Bytes.readVarint(content),
                            Bytes.readVarint(content));
            case WireFormat.OFFERED -> readOffered(content);
            case WireFormat.NOTICE ->
                    new Rumor.Notice(Bytes.readNode(content), readVersion(content));
            default -> null;
        };
    }

    /** Evidence of a kind from the future says no more than silence does. */
    private static Evidence evidence(byte code) {
        return code < 0 || code >= EVIDENCES.length ? Evidence.SILENT : EVIDENCES[code];
    }

    private static void writeProof(ByteBuffer out, Rumor.Dead dead) {
        out.put((byte) dead.evidence().ordinal());
        if (dead.witness() != null) {
            Bytes.writeNode(out, dead.witness());
        }
    }

    private static Rumor readOffered(ByteBuffer content) {
        NodeId about = Bytes.readNode(content);
        long version = readVersion(content);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return new Rumor.Offered(about, version, bytes);
    }

    private static long readVersion(ByteBuffer content) {
        long version = Bytes.readVarint(content);
        if (version < 1) {
            throw Malformed.MALFORMED;
        }
        return version;
    }
}

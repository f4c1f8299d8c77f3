package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The two messages by which nodes look at each other's addresses. A question is as long as the
 * longest answer: whoever forges one gains nothing by what is sent to the forged source.
 */
final class AddressCheckCodec {
    private static final Dial[] DIALS = Dial.values();

    private AddressCheckCodec() {}

    static byte write(ByteBuffer out, Message message) {
        if (message instanceof Message.Check check) {
            writeCheck(out, check);
            return WireFormat.CHECK;
        }
        writeSeen(out, (Message.Seen) message);
        return WireFormat.SEEN;
    }

    private static void writeCheck(ByteBuffer out, Message.Check check) {
        int end = out.position() + WireFormat.CHECK_BYTES;
        out.putLong(check.sequence());
        Bytes.writeVarint(out, check.version());
        out.put((byte) check.instances().size());
        check.instances().forEach(place -> out.put(place.byteValue()));
        while (out.position() < end) {
            out.put((byte) 0);
        }
    }

    private static void writeSeen(ByteBuffer out, Message.Seen seen) {
        out.putLong(seen.sequence());
        Bytes.writeVarint(out, seen.held());
        Bytes.writeAddress(out, seen.source());
        out.put((byte) seen.gossip().ordinal());
        out.put((byte) seen.instances().size());
        seen.instances().forEach(dial -> out.put((byte) dial.ordinal()));
    }

    static Message readCheck(ByteBuffer in) {
        Bytes.need(in, WireFormat.CHECK_BYTES);
        int end = in.position() + WireFormat.CHECK_BYTES;
        long sequence = in.getLong();
        long version = Bytes.readVarint(in);
        int count = readCount(in);
        List<Integer> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            places.add(Bytes.readByte(in) & 0xff);
        }
        in.position(end); // a later version may say more there
        return new Message.Check(sequence, version, places);
    }

    static Message readSeen(ByteBuffer in) {
        long sequence = Bytes.readLong(in);
        long held = Bytes.readVarint(in);
        Address source = Bytes.readAddress(in);
        Dial gossip = readDial(in);
        int count = readCount(in);
        List<Dial> instances = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            instances.add(readDial(in));
        }
        return new Message.Seen(sequence, held, source, gossip, instances);
    }

    private static int readCount(ByteBuffer in) {
        int count = Bytes.readByte(in) & 0xff;
        if (count > Message.Check.MOST_INSTANCES) {
            throw Malformed.MALFORMED;
        }
        return count;
    }

    /** What a later version says and we do not know, we have not been told. */
    private static Dial readDial(ByteBuffer in) {
        int number = Bytes.readByte(in) & 0xff;
        return number < DIALS.length ? DIALS[number] : Dial.NOT_TRIED;
    }
}

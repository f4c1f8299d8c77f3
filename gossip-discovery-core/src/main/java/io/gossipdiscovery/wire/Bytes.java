package io.gossipdiscovery.wire;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The small parts of the format, each with its inverse. Reading checks every length before it
 * believes it and ends with {@link Malformed}; writing expects room.
 */
final class Bytes {
    private Bytes() {}

    static void need(ByteBuffer in, int bytes) {
        if (in.remaining() < bytes) {
            throw Malformed.TRUNCATED;
        }
    }

    /** The checksum of a packet that lies between the buffer's start and its limit. */
    static int checksum(ByteBuffer packet) {
        CRC32C sum = new CRC32C();
        sum.update(packet.get(WireFormat.CHECKSUM_AT - 1));
        int covered = WireFormat.CHECKSUM_AT + Integer.BYTES;
        sum.update(packet.slice(covered, packet.limit() - covered));
        return (int) sum.getValue();
    }

    static byte readByte(ByteBuffer in) {
        need(in, 1);
        return in.get();
    }

    static int readPort(ByteBuffer in) {
        need(in, 2);
        return in.getShort() & 0xffff;
    }

    static long readLong(ByteBuffer in) {
        need(in, 8);
        return in.getLong();
    }

    static void writeVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** Never negative: nine groups of seven bits at the most. */
    static long readVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte group = readByte(in);
            value |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw Malformed.MALFORMED;
    }

    static int varintLength(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** A length that must not be larger than the limit, nor than what is left. */
    static int readLength(ByteBuffer in, int limit) {
        long length = readVarint(in);
        if (length > limit) {
            throw Malformed.MALFORMED;
        }
        need(in, (int) length);
        return (int) length;
    }

    static void writeText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeVarint(out, bytes.length);
        out.put(bytes);
    }

    static String readText(ByteBuffer in, int limit) {
        int length = readLength(in, limit);
        ByteBuffer text = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw Malformed.MALFORMED;
        }
    }

    static void writeTexts(ByteBuffer out, SortedMap<String, String> texts) {
        writeVarint(out, texts.size());
        texts.forEach(
                (name, value) -> {
                    writeText(out, name);
                    writeText(out, value);
                });
    }

    static SortedMap<String, String> readTexts(
            ByteBuffer in, int entries, int nameBytes, int valueBytes) {
        long count = readVarint(in);
        if (count > entries) {
            throw Malformed.MALFORMED;
        }
        TreeMap<String, String> texts = new TreeMap<>();
        for (long i = 0; i < count; i++) {
            String name = readText(in, nameBytes);
            texts.put(name, readText(in, valueBytes));
        }
        return texts;
    }

    static void writeAddress(ByteBuffer out, Address address) {
        if (address.isV4()) {
            out.put(WireFormat.FAMILY_V4).putInt((int) address.low());
        } else {
            out.put(WireFormat.FAMILY_V6).putLong(address.high()).putLong(address.low());
        }
        out.putShort((short) address.port());
    }

    static Address readAddress(ByteBuffer in) {
        long high = 0;
        long low;
        switch (readByte(in)) {
            case WireFormat.FAMILY_V4 -> {
                need(in, 4);
                low = 0xffffL << 32 | in.getInt() & 0xffffffffL;
            }
            case WireFormat.FAMILY_V6 -> {
                high = readLong(in);
                low = readLong(in);
            }
            default -> throw Malformed.MALFORMED;
        }
        int port = readPort(in);
        if (port == 0) {
            throw Malformed.MALFORMED;
        }
        Address address = new Address(high, low, port);
        if (address.isWildcard()) {
            throw Malformed.MALFORMED;
        }
        return address;
    }

    static void writeNode(ByteBuffer out, NodeId node) {
        writeAddress(out, node.address());
        out.putLong(node.generation());
    }

    static NodeId readNode(ByteBuffer in) {
        Address address = readAddress(in);
        long generation = readLong(in);
        if (generation < 1 || generation > NodeId.GENERATION_CEILING) {
            throw Malformed.MALFORMED;
        }
        return new NodeId(address, generation);
    }

    static int nodeLength(NodeId node) {
        return 1 + (node.address().isV4() ? 4 : 16) + 2 + 8;
    }
}

package io.gossipdiscovery.model;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a node listens: an IP literal and a port. Never a name, so that nothing below the front
 * door ever looks one up.
 *
 * <p>Both families share one form, sixteen bytes in two longs; an IPv4 address is held as its
 * mapped IPv6 address (RFC 4291, 2.5.5.2). Comparing and hashing therefore touch no array. Scope
 * ids are not kept: a link-local address means something else on every host. Immutable.
 *
 * @param high the first eight bytes, in network order
 * @param low the last eight bytes, in network order
 * @param port 1 to 65535
 */
public record Address(long high, long low, int port) implements Comparable<Address> {
    private static final long V4_PREFIX = 0xffffL;

    public Address {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, but is " + port);
        }
    }

    /** The address of an IPv4 literal given as its 32 bits. */
    public static Address v4(int bits, int port) {
        return new Address(0, V4_PREFIX << 32 | bits & 0xffffffffL, port);
    }

    /** The address of 4 or 16 bytes in network order. */
    public static Address of(byte[] ip, int port) {
        if (ip.length == 4) {
            return v4((int) bits(ip, 0, 4), port);
        }
        if (ip.length == 16) {
            return new Address(bits(ip, 0, 8), bits(ip, 8, 8), port);
        }
        throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + ip.length);
    }

    /** The address that a resolved {@code InetAddress} stands for. */
    public static Address of(InetAddress ip, int port) {
        return of(ip.getAddress(), port);
    }

    /**
     * Reads an IP literal, for example {@code 10.0.0.7}, {@code ::1} or {@code [::1]}.
     *
     * @throws IllegalArgumentException where the text is a name or no address at all; never looks
     *     it up
     */
    public static Address of(String literal, int port) {
        String text = literal;
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        boolean v6 = text.indexOf(':') >= 0;
        if (text.indexOf('%') >= 0 || !v6 && !isV4(text)) {
            throw notALiteral(literal);
        }
        try {
            // The JDK never asks a name service for dotted decimals or for text with a colon.
            return of(InetAddress.getByName(text), port);
        } catch (UnknownHostException e) {
            throw notALiteral(literal);
        }
    }

    /** Reads {@code host:port} with an IP literal as host; IPv6 in brackets. */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || text.indexOf(':') != colon && text.charAt(colon - 1) != ']') {
            throw new IllegalArgumentException(
                    "not an address of the form ip:port: '" + text + "'");
        }
        try {
            return of(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a port number in '" + text + "'", e);
        }
    }

    /** Whether this is an IPv4 address. */
    public boolean isV4() {
        return high == 0 && low >>> 32 == V4_PREFIX;
    }

    /** Whether packets to this address cannot leave the machine: 127.0.0.0/8 and {@code ::1}. */
    public boolean isLoopback() {
        return isV4() ? (low >>> 24 & 0xff) == 127 : high == 0 && low == 1;
    }

    /** Whether this is the wildcard, which one can bind but nobody can be reached at. */
    public boolean isWildcard() {
        return isV4() ? (int) low == 0 : high == 0 && low == 0;
    }

    /** The same host, another port. */
    public Address withPort(int port) {
        return new Address(high, low, port);
    }

    /** The IP in network order, 4 or 16 bytes. */
    public byte[] ip() {
        int length = isV4() ? 4 : 16;
        byte[] ip = new byte[length];
        for (int i = 0; i < length; i++) {
            int fromEnd = length - 1 - i;
            ip[i] = (byte) (fromEnd < 8 ? low >>> 8 * fromEnd : high >>> 8 * (fromEnd - 8));
        }
        return ip;
    }

    /** The IP for the JDK's sockets. */
    public InetAddress inet() {
        try {
            return InetAddress.getByAddress(ip());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an address", e);
        }
    }

    /** The IP literal without brackets. */
    public String host() {
        return inet().getHostAddress();
    }

    @Override
    public int compareTo(Address other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return isV4() ? host() + ":" + port : "[" + host() + "]:" + port;
    }

    private static boolean isV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty()
                    || part.length() > 3
                    || !part.chars().allMatch(c -> c >= '0' && c <= '9')
                    || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static long bits(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 8 | bytes[i] & 0xff;
        }
        return bits;
    }

    private static IllegalArgumentException notALiteral(String text) {
        return new IllegalArgumentException("not an IP literal: '" + text + "'");
    }
}

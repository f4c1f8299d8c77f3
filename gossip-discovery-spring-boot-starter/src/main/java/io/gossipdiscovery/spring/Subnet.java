package io.gossipdiscovery.spring;

import io.gossipdiscovery.model.Address;

/** A network such as 10.0.0.0/8 or fd00::/8. */
record Subnet(byte[] ip, int bits) {

    /**
     * @throws IllegalArgumentException where the text is no network
     */
    static Subnet of(String text) {
        int slash = text.indexOf('/');
        byte[] ip = Address.of(slash < 0 ? text : text.substring(0, slash), 1).ip();
        int all = ip.length * Byte.SIZE;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("a prefix has 0 to " + all + " bits, not " + bits);
        }
        return new Subnet(ip, bits);
    }

    boolean contains(Address address) {
        byte[] other = address.ip();
        if (other.length != ip.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((other[bit / Byte.SIZE] ^ ip[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}

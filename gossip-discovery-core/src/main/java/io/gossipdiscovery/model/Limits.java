package io.gossipdiscovery.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * The bounds of what a node may say. Writers refuse to exceed them, readers refuse to believe it.
 */
public final class Limits {
    /** Longest service name, instance id, host, version or label name, in UTF-8 bytes. */
    public static final int NAME_BYTES = 128;

    /** Longest value of one metadata entry or label, in UTF-8 bytes. */
    public static final int VALUE_BYTES = 1024;

    /** Most metadata entries of an instance, and most labels of a node. */
    public static final int ENTRIES = 64;

    /** All metadata of one instance, names and values together, in UTF-8 bytes. */
    public static final int METADATA_BYTES = 4096;

    /** Most instances that one node may offer. */
    public static final int INSTANCES = 256;

    /** Largest encoded offer: everything that one node serves, in bytes. */
    public static final int OFFER_BYTES = 64 * 1024;

    private Limits() {}

    /** The number of bytes of a text on the wire. */
    public static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static String checked(String what, @Nullable String text, int maxBytes) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        return bounded(what, text, maxBytes);
    }

    static String bounded(String what, String text, int maxBytes) {
        int bytes = utf8Length(text);
        if (bytes > maxBytes) {
            throw new IllegalArgumentException(
                    what + " has " + bytes + " bytes, more than the limit of " + maxBytes);
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new IllegalArgumentException(what + " contains a control character");
            }
        }
        return text;
    }
}

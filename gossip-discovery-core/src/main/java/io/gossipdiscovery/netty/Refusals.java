package io.gossipdiscovery.netty;

import io.netty.channel.ConnectTimeoutException;

import java.net.ConnectException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a refused connection from one that failed otherwise. Refused means that the machine is
 * there and says that nobody listens; a time-out or a missing route says nothing of the kind.
 *
 * <p>Not by the words of the message, which the C library translates. The JDK throws {@link
 * ConnectException} for refusals and for time-outs of the kernel, which come long after our own;
 * Netty's native transport for any error, with its number.
 */
final class Refusals {
    private static final Pattern NUMBER = Pattern.compile("error\\(-?(\\d+)\\)");

    /** {@code ECONNREFUSED} of Linux, the only system for which we use a native transport. */
    private static final String REFUSED = "111";

    private Refusals() {}

    static boolean isRefused(Throwable cause) {
        if (!(cause instanceof ConnectException) || cause instanceof ConnectTimeoutException) {
            return false;
        }
        Matcher number = NUMBER.matcher(String.valueOf(cause.getMessage()));
        return !number.find() || number.group(1).equals(REFUSED);
    }
}

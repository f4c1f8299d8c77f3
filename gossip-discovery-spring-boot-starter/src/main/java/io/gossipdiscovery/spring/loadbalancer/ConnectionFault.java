package io.gossipdiscovery.spring.loadbalancer;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a failed call says of the connection to an instance. Answers, whatever their status, and
 * answers that take too long say nothing of it.
 */
public enum ConnectionFault {
    /** No connection came about: it was refused, there is no way, or nobody took it in time. */
    UNREACHABLE,
    /** A connection that was there broke before the answer; that may happen to the living too. */
    BROKEN;

    /** Deeper causes are not looked at. */
    private static final int DEPTH = 8;

    /** Of HTTP clients that this module does not know: the other side closed without an answer. */
    private static final Set<String> CLOSED =
            Set.of("NoHttpResponseException", "PrematureCloseException");

    private static final boolean HAS_WEB_CLIENT =
            ClassUtils.isPresent(
                    "org.springframework.web.reactive.function.client.WebClientRequestException",
                    ConnectionFault.class.getClassLoader());

    /**
     * What follows from how a call to an instance failed; empty where it says nothing of the
     * connection, or may be about a connection to somebody else.
     */
    public static Optional<ConnectionFault> of(Throwable failure, ServiceInstance called) {
        if (!isAboutTheCall(failure, called)) {
            return Optional.empty();
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (isOwnFault(cause) || isSlowAnswer(cause)) {
                return Optional.empty();
            }
            if (isUnreachable(cause)) {
                return Optional.of(UNREACHABLE);
            }
            if (isBroken(cause)) {
                return Optional.of(BROKEN);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** Filters and interceptors make calls of their own, such as for tokens, which may fail too. */
    private static boolean isAboutTheCall(Throwable failure, ServiceInstance called) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || HAS_WEB_CLIENT && WebClientFailure.isAbout(failure, called);
    }

    /** Without a free port or file descriptor we cannot call anybody. */
    private static boolean isOwnFault(Throwable cause) {
        return says(cause, "assign requested address") || says(cause, "too many open files");
    }

    private static boolean isSlowAnswer(Throwable cause) {
        boolean isTimeout =
                cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException;
        return isTimeout && !isSlowConnect(cause);
    }

    private static boolean isSlowConnect(Throwable cause) {
        return cause instanceof HttpConnectTimeoutException
                || cause instanceof SocketTimeoutException && says(cause, "connect");
    }

    private static boolean isUnreachable(Throwable cause) {
        return isSlowConnect(cause)
                || cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof IOException && says(cause, "unreachable");
    }

    private static boolean isBroken(Throwable cause) {
        return cause instanceof EOFException
                || cause instanceof ClosedChannelException
                        && !(cause instanceof AsynchronousCloseException)
                || CLOSED.contains(cause.getClass().getSimpleName())
                || cause instanceof IOException
                        && (says(cause, "connection reset")
                                || says(cause, "broken pipe")
                                || says(cause, "connection was aborted"));
    }

    private static boolean says(Throwable cause, String words) {
        String message = cause.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains(words);
    }

    /** Touched only where the library is there. */
    private static final class WebClientFailure {
        private WebClientFailure() {}

        static boolean isAbout(Throwable failure, ServiceInstance called) {
            return failure instanceof WebClientRequestException request
                    && isAt(request.getUri(), called);
        }

        private static boolean isAt(URI uri, ServiceInstance called) {
            return called.getHost().equalsIgnoreCase(uri.getHost())
                    && (uri.getPort() == called.getPort() || uri.getPort() < 0);
        }
    }
}

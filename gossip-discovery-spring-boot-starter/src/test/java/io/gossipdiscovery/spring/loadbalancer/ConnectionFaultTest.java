package io.gossipdiscovery.spring.loadbalancer;

import static io.gossipdiscovery.spring.loadbalancer.ConnectionFault.BROKEN;
import static io.gossipdiscovery.spring.loadbalancer.ConnectionFault.UNREACHABLE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.spring.cloud.GossipServiceInstance;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Which failures of a call say something of the connection. */
class ConnectionFaultTest {
    private static final GossipServiceInstance CALLED =
            new GossipServiceInstance(Instance.of("cart", "cart-1", "127.0.0.1", 8080));

    @ParameterizedTest
    @MethodSource
    void theseAreEvidence(Throwable failure, ConnectionFault fault) {
        assertThat(ConnectionFault.of(failure, CALLED)).contains(fault);
    }

    static Stream<Arguments> theseAreEvidence() {
        ConnectException refused = new ConnectException("Connection refused");
        return Stream.of(
                arguments(refused, UNREACHABLE),
                arguments(new ConnectException(), UNREACHABLE),
                arguments(new IOException("Connection refused", refused), UNREACHABLE),
                arguments(new NoRouteToHostException("No route to host"), UNREACHABLE),
                arguments(new SocketException("Network is unreachable"), UNREACHABLE),
                arguments(new SocketTimeoutException("Connect timed out"), UNREACHABLE),
                arguments(
                        new SocketTimeoutException(
                                "Connect to http://127.0.0.1:8080 failed: Connect timed out"),
                        UNREACHABLE),
                arguments(new HttpConnectTimeoutException("HTTP connect timed out"), UNREACHABLE),
                arguments(webClient("http://127.0.0.1:8080/port", refused), UNREACHABLE),
                arguments(new SocketException("Connection reset"), BROKEN),
                arguments(new IOException("Connection reset by peer"), BROKEN),
                arguments(new SocketException("Broken pipe"), BROKEN),
                arguments(
                        new IOException(
                                "HTTP/1.1 header parser received no bytes", new EOFException()),
                        BROKEN),
                arguments(new ClosedChannelException(), BROKEN),
                arguments(new PrematureCloseException(), BROKEN));
    }

    @ParameterizedTest
    @MethodSource
    void theseAreNot(Throwable failure) {
        assertThat(ConnectionFault.of(failure, CALLED)).isEmpty();
    }

    static Stream<Throwable> theseAreNot() {
        ConnectException refused = new ConnectException("Connection refused");
        return Stream.of(
                // Slow answers.
                new SocketTimeoutException("Read timed out"),
                new IOException("no answer", new SocketTimeoutException("Read timed out")),
                new HttpTimeoutException("request timed out"),
                new TimeoutException(),
                // Answers.
                new HttpServerErrorException(HttpStatus.SERVICE_UNAVAILABLE),
                new IOException("unexpected content"),
                new FileNotFoundException("/error"),
                // Our own troubles.
                new NoRouteToHostException("Cannot assign requested address"),
                new BindException("Cannot assign requested address"),
                new SocketException("Too many open files"),
                new SocketException("Socket closed"),
                new AsynchronousCloseException(),
                new UnknownHostException("cart"),
                new IllegalStateException("closed", refused),
                // Calls to somebody else on the way.
                new ResourceAccessException("tokens", refused),
                webClient("http://127.0.0.1:9090/token", refused),
                webClient("http://tokens/token", refused));
    }

    private static WebClientRequestException webClient(String uri, Throwable cause) {
        return new WebClientRequestException(
                cause, HttpMethod.GET, URI.create(uri), new HttpHeaders());
    }

    /** Bears the name of a class of Reactor Netty's that cannot be made here. */
    private static final class PrematureCloseException extends IOException {
        private static final long serialVersionUID = 1;
    }
}

package io.gossipdiscovery.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.wire.Rejection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Connections that say nothing, over real sockets, on every kind of loop that this machine has. */
class DialerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<AutoCloseable> opened = new ArrayList<>();

    static Stream<Named<Supplier<Transport>>> kinds() {
        return Stream.of(Named.of("best", Transport::open), Named.of("nio", Transport::nio));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNodeIsConnectedToAndHearsNothing(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        End two = end(kind, "127.0.0.2");
        assertThat(dialed(one, "127.0.0.2", two.address.port())).isEqualTo(Dial.CONNECTED);
        Await.until("it is over there too", () -> !two.rejections.isEmpty());
        assertThat(two.rejections).containsExactly(Rejection.EMPTY);
        assertThat(two.arrivals).isEmpty();
        assertThat(one.count("dials")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anyServiceIsConnectedToByItsName(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        ServerSocket service = service(10);
        assertThat(dialed(one, "localhost", service.getLocalPort())).isEqualTo(Dial.CONNECTED);
        assertThat(service.accept().getInputStream().read()).as("closed, unread").isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whereNobodyListensItIsRefused(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        ServerSocket service = service(10);
        service.close();
        assertThat(dialed(one, "127.0.0.1", service.getLocalPort())).isEqualTo(Dial.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whereNobodyAnswersItEndsInTime(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        ServerSocket service = service(1);
        for (int i = 0; i < 3; i++) { // as many as wait to be let in; further ones hear nothing
            SocketChannel waiting = SocketChannel.open();
            opened.add(waiting);
            waiting.configureBlocking(false);
            waiting.connect(service.getLocalSocketAddress());
        }
        assertThat(dialed(one, "127.0.0.1", service.getLocalPort())).isEqualTo(Dial.SILENT);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNameThatNobodyKnowsIsToldSo(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        assertThat(dialed(one, "no-such-host.invalid", 80)).isEqualTo(Dial.UNKNOWN_NAME);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void afterTheEndNoNameIsLookedUp(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        one.lanes.close();
        assertThat(dialed(one, "localhost", 80)).isEqualTo(Dial.NOT_TRIED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void byWhicheverNameNobodyElseMakesItKnockAtItsOwnDoors(Supplier<Transport> kind)
            throws IOException {
        End one = end(kind, "127.0.0.1");
        int port = service(10).getLocalPort();
        for (String host : List.of("127.0.0.1", "::1", "localhost", "127.1", "2130706433")) {
            assertThat(dialed(one, host, port, false)).as(host).isEqualTo(Dial.LOOPBACK);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void atTheWildcardNobodyIsReached(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        int port = service(10).getLocalPort();
        for (String host : List.of("0.0.0.0", "::", "0")) {
            assertThat(dialed(one, host, port)).as(host).isEqualTo(Dial.LOOPBACK);
        }
    }

    private static Dial dialed(End end, String host, int port) {
        return dialed(end, host, port, true);
    }

    private static Dial dialed(End end, String host, int port, boolean mayBeLoopback) {
        end.dialed.clear();
        end.transport.loop().execute(() -> end.lanes.dial(7, host, port, mayBeLoopback));
        Await.until("the dial ends", () -> end.dialed.containsKey(7L));
        return end.dialed.get(7L);
    }

    private ServerSocket service(int backlog) throws IOException {
        ServerSocket service = new ServerSocket(0, backlog, LOOPBACK);
        opened.add(service);
        return service;
    }

    private End end(Supplier<Transport> kind, String host) throws IOException {
        Transport transport = kind.get();
        opened.add(transport);
        return new End(transport, host, 0, StreamLimits.DEFAULT);
    }
}

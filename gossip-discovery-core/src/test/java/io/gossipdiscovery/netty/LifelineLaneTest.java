package io.gossipdiscovery.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Rejection;
import io.netty.channel.ConnectTimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What connections tell of a process: refused ones, and those that stay open until it ends. */
class LifelineLaneTest {
    private static final byte[] PACKET = {1, 2, 3};

    private final List<Transport> transports = new ArrayList<>();
    private final List<Socket> guests = new ArrayList<>();

    static Stream<Named<Supplier<Transport>>> kinds() {
        return Stream.of(Named.of("best", Transport::open), Named.of("nio", Transport::nio));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket guest : guests) {
            guest.close();
        }
        transports.forEach(Transport::close);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRefusedConnectionIsToldAsSuch(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        End gone = end(kind, "127.0.0.2");
        gone.transport.close();
        one.send(Lane.STREAM, gone.address, PACKET);
        Await.until("it is told", () -> one.refused.equals(List.of(gone.address)));
        assertThat(one.delivered).isEmpty();
        assertThat(one.count("streams.failed")).isEqualTo(1);
    }

    @Test
    void onlyARefusalIsOne() {
        assertThat(Refusals.isRefused(new ConnectException("Verbindungsaufbau abgelehnt")))
                .isTrue();
        assertThat(Refusals.isRefused(new ConnectException("failed with error(-111)"))).isTrue();
        assertThat(Refusals.isRefused(new ConnectException("failed with error(-99)"))).isFalse();
        assertThat(Refusals.isRefused(new ConnectTimeoutException("2000 ms"))).isFalse();
        assertThat(Refusals.isRefused(new NoRouteToHostException())).isFalse();
        assertThat(Refusals.isRefused(null)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theEndOfAProcessBreaksItsLifelines(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        End two = end(kind, "127.0.0.2");
        one.openLifeline(two.address, PACKET);
        Await.until("its packet arrives", () -> two.arrivals.size() == 1);
        assertThat(two.arrivals.get(0).packet()).isEqualTo(ByteBuffer.wrap(PACKET));
        assertThat(one.broken).isEmpty();
        two.transport.close();
        Await.until("it breaks", () -> one.broken.equals(List.of(two.address)));
        assertThat(one.count("lifelines.opened")).isEqualTo(1);
        assertThat(one.count("lifelines.broken")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aLifelineThatCannotBeHadIsBroken(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        End gone = end(kind, "127.0.0.2");
        gone.transport.close();
        one.openLifeline(gone.address, PACKET);
        Await.until("it is told", () -> one.broken.equals(List.of(gone.address)));
        assertThat(one.count("lifelines.opened")).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aLifelineThatWeCloseIsNotBroken(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        End two = end(kind, "127.0.0.2", 1);
        one.openLifeline(two.address, PACKET);
        Await.until("its packet arrives", () -> two.arrivals.size() == 1);
        one.closeLifeline(two.address);
        Await.until(
                "its place is free again",
                () -> {
                    one.openLifeline(two.address, PACKET);
                    return two.arrivals.size() > 1;
                });
        assertThat(one.broken.size()).isLessThan(two.rejections.size() + 1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noMoreLifelinesStayThanAllowed(Supplier<Transport> kind) throws IOException {
        End host = end(kind, "127.0.0.1", 2);
        List<Socket> stay = List.of(lifeline(host), lifeline(host));
        Await.until("both are heard", () -> host.arrivals.size() == 2);
        Socket third = lifeline(host);
        assertThat(isClosed(third)).as("turned away unheard").isTrue();
        assertThat(host.arrivals).hasSize(2);
        assertThat(host.rejections).containsExactly(Rejection.CAPACITY);
        stay.get(0).close();
        Await.until(
                "there is room again",
                () -> {
                    lifeline(host);
                    return host.arrivals.size() > 2;
                });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void lifelinesTakeNoPlaceOfStreams(Supplier<Transport> kind) throws IOException {
        StreamLimits tight = limits(8, 1);
        End host = new End(opened(kind), "127.0.0.1", 0, tight);
        for (int i = 1; i <= 4; i++) {
            int heard = i;
            lifeline(host);
            Await.until("it is heard", () -> host.arrivals.size() == heard);
        }
        assertThat(host.rejections).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whoSaysAnythingMoreOnALifelineIsClosed(Supplier<Transport> kind) throws IOException {
        End host = end(kind, "127.0.0.1");
        Socket talker = lifeline(host);
        Await.until("it is heard", () -> host.arrivals.size() == 1);
        talker.getOutputStream().write(1);
        assertThat(isClosed(talker)).isTrue();
        Socket hasty = guest(host);
        hasty.getOutputStream().write(new byte[] {'G', 'D', 'L', '1', 0, 0, 0, 1, 7, 7});
        assertThat(isClosed(hasty)).isTrue();
        assertThat(host.arrivals).hasSize(1);
    }

    private Socket lifeline(End host) {
        try {
            Socket guest = guest(host);
            guest.getOutputStream().write(new byte[] {'G', 'D', 'L', '1', 0, 0, 0, 1, 7});
            return guest;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Socket guest(End host) throws IOException {
        Socket guest = new Socket();
        guests.add(guest);
        guest.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.3"), 0));
        guest.connect(new InetSocketAddress(host.address.inet(), host.address.port()));
        guest.setSoTimeout(20_000);
        return guest;
    }

    private static boolean isClosed(Socket guest) {
        try {
            return guest.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private End end(Supplier<Transport> kind, String host) throws IOException {
        return end(kind, host, StreamLimits.DEFAULT.lifelines());
    }

    private End end(Supplier<Transport> kind, String host, int lifelines) throws IOException {
        return new End(opened(kind), host, 0, limits(lifelines, StreamLimits.DEFAULT.inbound()));
    }

    private static StreamLimits limits(int lifelines, int inbound) {
        StreamLimits usual = StreamLimits.DEFAULT;
        return new StreamLimits(
                usual.frameTimeout(),
                usual.connectTimeout(),
                inbound,
                usual.inboundPerHost(),
                usual.outbound(),
                lifelines);
    }

    private Transport opened(Supplier<Transport> kind) {
        Transport transport = kind.get();
        transports.add(transport);
        return transport;
    }
}

package io.gossipdiscovery.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.Rejection;
import io.gossipdiscovery.wire.WireFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Both lanes over real sockets, on every kind of loop that this machine has. */
class LanesTest {
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
    void aDatagramArrivesAsItWasWithTheSendersAddress(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        End two = end(kind, "127.0.0.2");
        byte[] packet = random(1400);
        one.send(Lane.DATAGRAM, two.address, packet);
        Await.until("it arrives", () -> !two.arrivals.isEmpty());
        assertThat(two.arrivals)
                .containsExactly(
                        new End.Arrival(Lane.DATAGRAM, one.address, ByteBuffer.wrap(packet)));
        Await.until("it counts as sent", () -> one.count("datagram.bytes.sent") == 1400);
        assertThat(two.count("datagram.bytes.received")).isEqualTo(1400);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStreamOfTheLargestSizeArrivesFromTheSendersOwnIp(Supplier<Transport> kind)
            throws IOException {
        End one = end(kind, "127.0.0.2");
        End two = end(kind, "127.0.0.1");
        byte[] packet = random(WireFormat.STREAM_BYTES);
        one.send(Lane.STREAM, two.address, packet);
        Await.until("it arrives", () -> !two.arrivals.isEmpty());
        End.Arrival arrival = two.arrivals.get(0);
        assertThat(arrival.packet()).isEqualTo(ByteBuffer.wrap(packet));
        assertThat(arrival.from().host()).isEqualTo("127.0.0.2");
        Await.until("it counts as sent", () -> one.count("streams.sent") == 1);
        assertThat(two.count("stream.bytes.received")).isEqualTo(8 + packet.length);
        assertThat(two.rejections).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tooLargePacketsDoNotLeave(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        one.send(Lane.DATAGRAM, one.address, new byte[DatagramLane.MAX_BYTES + 1]);
        one.send(Lane.STREAM, one.address, new byte[WireFormat.STREAM_BYTES + 1]);
        Await.until("dropped", () -> one.count("datagrams.dropped") == 1);
        Await.until("dropped", () -> one.count("streams.dropped") == 1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStreamToNobodyFailsAndGivesItsPlaceBack(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1", new Limit().outbound(1));
        End gone = end(kind, "127.0.0.2");
        gone.transport.close();
        one.send(Lane.STREAM, gone.address, new byte[10]);
        Await.until("the first fails", () -> one.count("streams.failed") == 1);
        one.send(Lane.STREAM, gone.address, new byte[10]);
        Await.until("the second fails", () -> one.count("streams.failed") == 2);
        assertThat(one.count("streams.dropped")).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void moreOutboundStreamsThanAllowedAreDropped(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1", new Limit().outbound(2));
        End two = end(kind, "127.0.0.2");
        one.transport
                .loop()
                .execute(
                        () -> {
                            for (int i = 0; i < 5; i++) {
                                one.lanes.stream(two.address, ByteBuffer.wrap(new byte[] {1}));
                            }
                        });
        Await.until("two arrive", () -> two.arrivals.size() == 2);
        Await.until("two are sent", () -> one.count("streams.sent") == 2);
        assertThat(one.count("streams.dropped")).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void oneHostCannotTakeAllPlaces(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1", new Limit().inbound(3).inboundPerHost(2));
        guest(one, "127.0.0.2");
        guest(one, "127.0.0.2");
        Socket third = guest(one, "127.0.0.2");
        assertThat(third.getInputStream().read()).as("turned away").isEqualTo(-1);
        assertThat(one.rejections).containsExactly(Rejection.CAPACITY);
        guest(one, "127.0.0.3");
        Socket last = guest(one, "127.0.0.4");
        assertThat(last.getInputStream().read()).as("turned away").isEqualTo(-1);
        assertThat(one.rejections).containsExactly(Rejection.CAPACITY, Rejection.CAPACITY);
        for (Socket guest : guests) {
            guest.close();
        }
        Await.until("places are given back", () -> one.rejections.size() == 5);
        End two = end(kind, "127.0.0.2");
        two.send(Lane.STREAM, one.address, new byte[] {7});
        Await.until("there is room again", () -> one.arrivals.size() == 1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatFollowsTheFrameIsNotRead(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        byte[] frame = {'G', 'D', 'S', '1', 0, 0, 0, 2, 10, 11};
        Socket guest = guest(one, "127.0.0.2");
        guest.getOutputStream().write(ByteBuffer.allocate(20).put(frame).put(frame).array());
        Await.until("it arrives", () -> one.arrivals.size() == 1);
        Await.until("it is closed", () -> isClosed(guest));
        assertThat(one.arrivals.get(0).packet()).isEqualTo(ByteBuffer.wrap(new byte[] {10, 11}));
        assertThat(one.arrivals).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFrameMayComeInSmallPieces(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        byte[] frame = {'G', 'D', 'S', '1', 0, 0, 0, 2, 10, 11};
        Socket guest = guest(one, "127.0.0.2");
        guest.setTcpNoDelay(true);
        for (byte piece : frame) {
            guest.getOutputStream().write(piece);
        }
        Await.until("it arrives", () -> one.arrivals.size() == 1);
        assertThat(one.rejections).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingIsLeftBoundWhereOneOfTheLanesIsTaken(Supplier<Transport> kind) throws IOException {
        InetAddress ip = InetAddress.getByName("127.0.0.1");
        Transport transport = opened(kind);
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(ip, 0))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(
                            () ->
                                    SocketLanes.bind(
                                            transport,
                                            ip,
                                            port,
                                            StreamLimits.DEFAULT,
                                            new Counters()))
                    .isInstanceOf(IOException.class);
            Await.until("TCP is free again", () -> isFree(ip, port));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closingGivesBackPortAndThread(Supplier<Transport> kind) throws IOException {
        End one = end(kind, "127.0.0.1");
        one.transport.rename("gossip-to-be-closed");
        one.transport.close();
        InetAddress ip = one.address.inet();
        new ServerSocket(one.address.port(), 1, ip).close();
        new DatagramSocket(one.address.port(), ip).close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("gossip-to-be-closed");
    }

    private End end(Supplier<Transport> kind, String host) throws IOException {
        return end(kind, host, new Limit());
    }

    private End end(Supplier<Transport> kind, String host, Limit limit) throws IOException {
        return new End(opened(kind), host, 0, limit.limits);
    }

    private Transport opened(Supplier<Transport> kind) {
        Transport transport = kind.get();
        transports.add(transport);
        return transport;
    }

    private Socket guest(End end, String from) throws IOException {
        Socket guest = new Socket();
        guests.add(guest);
        guest.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        guest.connect(new InetSocketAddress(end.address.inet(), end.address.port()));
        guest.setSoTimeout(20_000);
        return guest;
    }

    private static boolean isFree(InetAddress ip, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, ip)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isClosed(Socket guest) {
        try {
            return guest.getInputStream().read() < 0;
        } catch (IOException e) {
            return true; // a reset, as some of our bytes were never read
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Differences to the default limits. */
    private static final class Limit {
        private StreamLimits limits = StreamLimits.DEFAULT;

        Limit inbound(int n) {
            limits = with(n, limits.inboundPerHost(), limits.outbound());
            return this;
        }

        Limit inboundPerHost(int n) {
            limits = with(limits.inbound(), n, limits.outbound());
            return this;
        }

        Limit outbound(int n) {
            limits = with(limits.inbound(), limits.inboundPerHost(), n);
            return this;
        }

        private StreamLimits with(int inbound, int perHost, int outbound) {
            return new StreamLimits(
                    limits.frameTimeout(),
                    limits.connectTimeout(),
                    inbound,
                    perHost,
                    outbound,
                    limits.lifelines());
        }
    }
}

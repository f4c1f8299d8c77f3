package io.gossipdiscovery.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Instance;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Outbox;
import io.gossipdiscovery.swim.Swim;
import io.gossipdiscovery.wire.Rejection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The driver with a real machine and real sockets. */
class SwimDriverTest implements SwimDriver.Owner, Observer, Outbox {
    private static final Instance CART = Instance.of("cart", "1", "127.0.0.1", 80);

    private final Transport transport = Transport.open();
    private final AtomicInteger turns = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final InetAddress ip = Address.parse("127.0.0.1:1").inet();
    private Lanes lanes;
    private Swim swim;
    private SwimDriver driver;
    private volatile boolean observerThrows;
    private volatile boolean turnEndThrows;

    @BeforeEach
    void start() throws IOException {
        lanes = SocketLanes.bind(transport, ip, 0, StreamLimits.DEFAULT, new Counters());
        NodeId self = new NodeId(Address.of(ip, lanes.port()), 1);
        swim = new Swim(self, GossipConfig.local().build(), new Random(1), this, this);
        driver = new SwimDriver(transport, lanes, swim, this, this);
        driver.start();
        Await.until("the first turn ends", () -> turns.get() > 0);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void theMachineIsWokenWhenItWants() {
        int before = turns.get();
        Await.until("alarms end turns", () -> turns.get() > before + 3);
        assertThat(failures).isEmpty();
    }

    @Test
    void anExceptionOutOfTheMachineIsReportedAndTheLoopGoesOn() {
        observerThrows = true;
        driver.command(now -> swim.offer(now, List.of(CART)));
        Await.until("reported", () -> failures.size() == 1);
        assertThat(failures.get(0)).hasMessage("an observer of the machine");
        observerThrows = false;
        int before = turns.get();
        Await.until("the machine is still woken", () -> turns.get() > before + 3);
    }

    @Test
    void anExceptionOutOfTheTurnsEndIsReportedToo() {
        CountDownLatch told = new CountDownLatch(1);
        driver.command(now -> turnEndThrows = true);
        Await.until("reported", () -> !failures.isEmpty());
        turnEndThrows = false;
        driver.command(now -> told.countDown());
        Await.until("commands are obeyed", () -> told.getCount() == 0);
    }

    @Test
    void manyCommandsOfOneTurnEndItOnce() {
        CountDownLatch done = new CountDownLatch(1);
        int[] ends = new int[2];
        transport
                .loop()
                .execute(
                        () -> {
                            ends[0] = turns.get();
                            for (int i = 0; i < 50; i++) {
                                driver.command(now -> ends[1] = turns.get());
                            }
                            driver.command(now -> done.countDown());
                        });
        Await.until("all were obeyed", () -> done.getCount() == 0);
        assertThat(ends[1] - ends[0]).as("ends until the last of them").isLessThanOrEqualTo(1);
    }

    @Test
    void afterAPauseAllWaitingPacketsComeBeforeAnyAlarm() throws IOException {
        driver.command(now -> swim.seeds(now, List.of(Address.parse("127.0.0.9:1"))));
        Await.until("a seed is asked", () -> events.contains("sent"));
        CountDownLatch pause = new CountDownLatch(1);
        AtomicLong alarm = new AtomicLong(Long.MAX_VALUE);
        driver.command(
                now -> {
                    alarm.set(swim.nextDeadlineNanos());
                    awaitOver(pause);
                });
        Await.until("the loop is stopped", () -> alarm.get() != Long.MAX_VALUE);
        events.clear();
        sendGarbage(200, 4);
        long late = TimeUnit.MILLISECONDS.toNanos(20);
        Await.until("an alarm is late", () -> System.nanoTime() - alarm.get() > late);
        pause.countDown();
        Await.until("a seed is asked again", () -> events.contains("sent"));
        assertThat(events.indexOf("sent")).as("packets read before").isEqualTo(204);
    }

    @Test
    void aStoppedDriverTakesNothing() {
        driver.stop();
        CountDownLatch ran = new CountDownLatch(1);
        driver.command(now -> ran.countDown());
        CountDownLatch afterwards = new CountDownLatch(1);
        transport.loop().execute(afterwards::countDown);
        Await.until("the loop got there", () -> afterwards.getCount() == 0);
        assertThat(ran.getCount()).isEqualTo(1);
    }

    private void sendGarbage(int datagrams, int streams) throws IOException {
        InetSocketAddress node = new InetSocketAddress(ip, lanes.port());
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < datagrams; i++) {
                socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, node));
            }
        }
        for (int i = 0; i < streams; i++) {
            try (Socket socket = new Socket(node.getAddress(), node.getPort())) {
                socket.getOutputStream().write(1);
            }
        }
    }

    private static void awaitOver(CountDownLatch pause) {
        try {
            pause.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void datagram(Address to, ByteBuffer packet) {
        events.add("sent");
    }

    @Override
    public void stream(Address to, ByteBuffer packet) {
        events.add("sent");
    }

    @Override
    public void openLifeline(Address to, ByteBuffer packet) {}

    @Override
    public void closeLifeline(Address to) {}

    @Override
    public void dial(long number, String host, int port, boolean mayBeLoopback) {}

    @Override
    public void packetRejected(Address from, Rejection reason) {
        events.add("rejected");
    }

    @Override
    public void turnEnded() {
        turns.incrementAndGet();
        if (turnEndThrows) {
            throw new IllegalStateException("the turn's end");
        }
    }

    @Override
    public void failed(Throwable e) {
        failures.add(e);
    }

    @Override
    public void memberChanged(Member before, Member after) {
        if (observerThrows) {
            throw new IllegalStateException("an observer of the machine");
        }
    }
}

package io.gossipdiscovery.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.swim.Lane;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Where the system has no socket left for us, as when all file descriptors are taken. */
class NoSocketTest {
    private static final Address NOBODY = Address.v4(0x7f000009, 9);
    private static final byte[] PACKET = {1, 2, 3};

    private End end;

    @BeforeEach
    void open() throws IOException {
        Transport.Channels nio = Transport.nioChannels();
        Transport poor =
                new Transport(
                        new Transport.Channels(
                                nio.io(),
                                nio.datagram(),
                                nio.server(),
                                NoSocketTest::none,
                                nio.buffers(),
                                nio.keepAlive()));
        Duration patience = Duration.ofSeconds(20);
        end = new End(poor, "127.0.0.1", 0, new StreamLimits(patience, patience, 8, 8, 1, 8));
    }

    @AfterEach
    void close() {
        end.transport.close();
    }

    @Test
    void aStreamFailsAndGivesItsPlaceBack() {
        for (int i = 1; i <= 3; i++) {
            int failed = i;
            end.send(Lane.STREAM, NOBODY, PACKET);
            Await.until("it fails", () -> end.count("streams.failed") == failed);
        }
        assertThat(end.count("streams.dropped")).isZero();
        assertThat(end.refused).isEmpty();
    }

    @Test
    void aLifelineIsBroken() {
        end.openLifeline(NOBODY, PACKET);
        Await.until("it is told", () -> end.broken.equals(List.of(NOBODY)));
    }

    @Test
    void aLifelineThatNeverWasCanBeClosed() {
        end.transport
                .loop()
                .submit(
                        () -> {
                            end.lanes.openLifeline(NOBODY, ByteBuffer.wrap(PACKET));
                            end.lanes.closeLifeline(NOBODY);
                        })
                .syncUninterruptibly();
        assertThat(end.broken).isEmpty();
    }

    private static SocketChannel none() {
        throw new ChannelException("no file descriptor is left");
    }
}

package io.gossipdiscovery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Offer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class RoundTripTest {
    private final PacketReader reader = new PacketReader(Samples.TAG);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsWrittenIsRead(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            for (Message message : Samples.messages()) {
                List<Rumor> rumors = Samples.rumors(random);
                byte[] packet = Samples.packet(message, rumors);
                assertThat(reader.read(ByteBuffer.wrap(packet))).isNull();
                assertThat(reader.message()).isEqualTo(message);
                assertThat(reader.sender()).isEqualTo(Samples.A);
                assertThat(reader.targetGeneration()).isEqualTo(Samples.B.generation());
                assertThat(reader.rumors()).isEqualTo(rumors);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anOfferComesBackAsItWas(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Offer offer = Samples.offer(random);
            byte[] content = OfferCodec.encode(offer);
            assertThat(OfferCodec.decode(offer.version(), content)).isEqualTo(offer);

            Rumor.Offered rumor = new Rumor.Offered(Samples.B, offer.version(), content);
            byte[] packet = Samples.packet(new Message.Gossip(), List.of(rumor));
            assertThat(reader.read(ByteBuffer.wrap(packet))).isNull();
            Rumor.Offered read = (Rumor.Offered) reader.rumors().get(0);
            assertThat(read.about()).isEqualTo(Samples.B);
            assertThat(read.version()).isEqualTo(offer.version());
            assertThat(read.content()).isEqualTo(content);
        }
    }

    @Test
    void aPacketNeverExceedsItsBudgetAndSaysWhatDidNotFit() {
        PacketWriter writer = new PacketWriter(Samples.TAG, 100);
        writer.begin(Samples.A, 1, new Message.Ping(1, 1));
        assertThat(writer.hasRumors()).isFalse();
        byte[] rumor = RumorCodec.encode(new Rumor.Alive(Samples.A, 1));
        int fitting = writer.room() / rumor.length;
        for (int i = 0; i < fitting; i++) {
            assertThat(writer.add(rumor)).isTrue();
        }
        assertThat(writer.add(rumor)).isFalse();
        assertThat(writer.hasRumors()).isTrue();
        assertThat(writer.finish().remaining()).isLessThanOrEqualTo(100);
    }

    @Test
    void aRumorOfAKindFromTheFutureIsSkipped() {
        byte[] packet =
                Samples.packet(new Message.Gossip(), List.of(new Rumor.Alive(Samples.B, 4)));
        byte[] future = {99, 3, 1, 2, 3};
        byte[] both = Arrays.copyOf(packet, packet.length + future.length);
        System.arraycopy(future, 0, both, packet.length, future.length);
        assertThat(reader.read(ByteBuffer.wrap(Samples.summed(both)))).isNull();
        assertThat(reader.rumors()).containsExactly(new Rumor.Alive(Samples.B, 4));
    }

    @Test
    void varintsHaveTheLengthThatTheySay() {
        ByteBuffer out = ByteBuffer.allocate(16);
        for (int shift = 0; shift < 63; shift++) {
            for (long value : new long[] {(1L << shift) - 1, 1L << shift}) {
                out.clear();
                Bytes.writeVarint(out, value);
                assertThat(out.position()).as("%d", value).isEqualTo(Bytes.varintLength(value));
                assertThat(Bytes.readVarint(out.flip())).isEqualTo(value);
            }
        }
    }
}

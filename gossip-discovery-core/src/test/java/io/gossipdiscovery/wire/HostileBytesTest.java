package io.gossipdiscovery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Dial;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class HostileBytesTest {
    /** Magic, version, type and checksum. */
    private static final int HEADER_BYTES = 8;

    private final PacketReader reader = new PacketReader(Samples.TAG);

    @Test
    void everyPacketCutShortIsRefusedOrEndsAtARumor() {
        List<Rumor> rumors =
                List.of(new Rumor.Suspect(Samples.A, 3, Samples.B), new Rumor.Alive(Samples.B, 1));
        for (Message message : Samples.messages()) {
            byte[] whole = Samples.packet(message, rumors);
            int bare = Samples.packet(message, List.of()).length;
            int first = Samples.packet(message, rumors.subList(0, 1)).length;
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                Rejection asSent = reader.read(ByteBuffer.wrap(cut));
                assertThat(asSent).isIn(Rejection.TRUNCATED, Rejection.CORRUPT);
                if (length < HEADER_BYTES) {
                    continue;
                }
                boolean endsWell = length == bare || length == first;
                assertThat(reader.read(ByteBuffer.wrap(Samples.summed(cut))))
                        .as("%s of %d bytes, with a checksum that fits", message, length)
                        .isEqualTo(endsWell ? null : Rejection.TRUNCATED);
            }
        }
    }

    @Test
    void aSingleFlippedBitIsNoticed() {
        byte[] packet =
                Samples.packet(new Message.Ping(1, 2), List.of(new Rumor.Alive(Samples.B, 1)));
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] altered = packet.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(reader.read(ByteBuffer.wrap(altered))).as("bit %d", bit).isNotNull();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void flippedBitsNeverThrow(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            List<Message> messages = Samples.messages();
            byte[] packet =
                    Samples.packet(
                            messages.get(random.nextInt(messages.size())), Samples.rumors(random));
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
            }
            reader.read(ByteBuffer.wrap(packet)); // must not throw, whatever it says
            reader.read(ByteBuffer.wrap(Samples.summed(packet)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void alteredOffersAreAnOfferOrNull(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] content = OfferCodec.encode(Samples.offer(random));
            content[random.nextInt(content.length)] = (byte) random.nextInt();
            int length = random.nextInt(content.length + 1);
            refused += OfferCodec.decode(1, Arrays.copyOf(content, length)) == null ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void whatIsNotOursIsRefusedForItsReason() {
        byte[] packet = Samples.packet(new Message.Ping(1, 2), List.of());
        assertThat(readWith(packet, 0, 'H')).isEqualTo(Rejection.FOREIGN);
        assertThat(readWith(packet, 2, 9)).isEqualTo(Rejection.VERSION);
        assertThat(readWith(packet, 3, 77)).isEqualTo(Rejection.TYPE);
        assertThat(readWith(packet, 8, packet[8] + 1)).isEqualTo(Rejection.CLUSTER);
        assertThat(readWith(packet, 16, 5)).isEqualTo(Rejection.MALFORMED); // address family
        assertThat(readWith(packet, 23, 0xff)).isEqualTo(Rejection.MALFORMED); // generation
    }

    @Test
    void aLengthIsCheckedBeforeItIsBelieved() {
        byte[] packet = Samples.packet(new Message.Gossip(), List.of());
        byte[] huge = Arrays.copyOf(packet, packet.length + 6);
        byte[] rumor = {1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
        System.arraycopy(rumor, 0, huge, packet.length, rumor.length);
        assertThat(reader.read(ByteBuffer.wrap(Samples.summed(huge))))
                .isEqualTo(Rejection.MALFORMED);
    }

    @Test
    void noMoreInstancesAreAskedForOrToldThanAllowed() {
        int count = Samples.packet(new Message.Check(1, 1, List.of()), List.of()).length - 48 + 9;
        byte[] check = Samples.packet(new Message.Check(1, 1, List.of()), List.of());
        assertThat(readWith(check, count, 8)).isNull();
        assertThat(readWith(check, count, 9)).isEqualTo(Rejection.MALFORMED);
        byte[] seen =
                Samples.packet(
                        new Message.Seen(1, 1, Samples.A.address(), Dial.SILENT, List.of()),
                        List.of());
        assertThat(readWith(seen, seen.length - 1, 9)).isEqualTo(Rejection.MALFORMED);
    }

    @Test
    void anOutcomeThatIsNotKnownIsNone() {
        Message seen =
                new Message.Seen(1, 1, Samples.A.address(), Dial.SILENT, List.of(Dial.CONNECTED));
        byte[] packet = Samples.packet(seen, List.of());
        assertThat(readWith(packet, packet.length - 1, 77)).isNull();
        assertThat(((Message.Seen) reader.message()).instances()).containsExactly(Dial.NOT_TRIED);
    }

    private Rejection readWith(byte[] packet, int index, int value) {
        byte[] altered = packet.clone();
        altered[index] = (byte) value;
        return reader.read(ByteBuffer.wrap(Samples.summed(altered)));
    }
}

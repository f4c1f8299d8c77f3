package io.gossipdiscovery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Collections;

class PacketWriterTest {
    @Test
    void aPacketGrowsUpToItsBudgetAndNoFurther() {
        PacketWriter writer = new PacketWriter(Samples.TAG, 10_000);
        writer.begin(Samples.A, 1, new Message.Gossip());
        byte[] rumor =
                RumorCodec.encode(new Rumor.Offered(Samples.B, 1, new byte[1_000])); // a bit more
        int rumors = 0;
        while (writer.add(rumor)) {
            rumors++;
        }
        assertThat(rumors).isEqualTo(9);
        assertThat(writer.room()).isLessThan(rumor.length);
        PacketReader reader = new PacketReader(Samples.TAG);
        assertThat(reader.read(writer.finish())).isNull();
        assertThat(reader.rumors()).hasSize(9);
    }

    @Test
    void aMessageMayBeLongerThanTheFirstBuffer() {
        PacketWriter writer = new PacketWriter(Samples.TAG, WireFormat.STREAM_BYTES);
        Message fetch = new Message.Fetch(Collections.nCopies(5_000, Samples.B));
        writer.begin(Samples.A, 1, fetch);
        PacketReader reader = new PacketReader(Samples.TAG);
        assertThat(reader.read(writer.finish())).isNull();
        assertThat(reader.message()).isEqualTo(fetch);
    }
}

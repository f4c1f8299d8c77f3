package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.wire.Message;
import io.gossipdiscovery.wire.PacketReader;
import io.gossipdiscovery.wire.PacketWriter;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.api.Test;

import java.util.List;

class RumorQueueTest {
    private final RumorQueue queue = new RumorQueue();
    private final PacketReader reader = new PacketReader(1);

    @Test
    void aRumorIsToldSoManyTimesAndNoMore() {
        queue.add(new Rumor.Alive(node(1, 1), 1));
        for (int i = 0; i < 3; i++) {
            assertThat(packet(1400, 3)).hasSize(1);
        }
        assertThat(queue.isEmpty()).isTrue();
        assertThat(packet(1400, 3)).isEmpty();
    }

    @Test
    void aNewerRumorAboutTheSameLifeTakesTheOldOnesPlace() {
        queue.add(new Rumor.Alive(node(1, 1), 1));
        queue.add(new Rumor.Suspect(node(1, 1), 1, node(2, 1)));
        assertThat(packet(1400, 9)).containsExactly(new Rumor.Suspect(node(1, 1), 1, node(2, 1)));
    }

    @Test
    void lifeGoesBeforeOffersAndTheLeastToldBeforeTheOftenTold() {
        Rumor offer = new Rumor.Notice(node(1, 1), 1);
        Rumor old = new Rumor.Alive(node(1, 1), 1);
        Rumor fresh = new Rumor.Alive(node(2, 1), 1);
        queue.add(offer);
        queue.add(old);
        packet(1400, 9);
        queue.add(fresh);
        assertThat(packet(1400, 9)).containsExactly(fresh, old, offer);
    }

    @Test
    void whatDoesNotFitWaitsForTheNextPacket() {
        for (int i = 0; i < 10; i++) {
            queue.add(new Rumor.Alive(node(i, 1), 1));
        }
        int header = 2 + 1 + 1 + 4 + 8 + 15 + 8;
        assertThat(packet(header + 5 * 18, 1)).hasSize(5);
        assertThat(packet(header + 5 * 18, 1)).hasSize(5);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aDoubtIsToldLessOftenThanWhatLasts() {
        queue.add(new Rumor.Suspect(node(1, 1), 1, node(2, 1)));
        queue.add(new Rumor.Alive(node(3, 1), 2));
        Rumor dead = new Rumor.Dead(node(4, 1), 1, node(2, 1), 0);
        Rumor offer = new Rumor.Notice(node(5, 1), 1);
        queue.add(dead);
        queue.add(offer);
        assertThat(packet(1400, 1, 2)).hasSize(4);
        assertThat(packet(1400, 1, 2)).containsExactly(dead, offer);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatAPacketTellsAlreadyIsNotToldTwiceAndCountsAsTold() {
        queue.add(new Rumor.Suspect(node(1, 1), 1, node(2, 1)));
        queue.add(new Rumor.Notice(node(1, 1), 1));
        assertThat(packet(1400, 1, 1, node(1, 1).address()))
                .containsExactly(new Rumor.Notice(node(1, 1), 1));
        assertThat(queue.isEmpty()).isTrue();
    }

    private List<Rumor> packet(int bytes, int copies) {
        return packet(bytes, copies, copies);
    }

    private List<Rumor> packet(int bytes, int copies, int lastingCopies) {
        return packet(bytes, copies, lastingCopies, null);
    }

    private List<Rumor> packet(int bytes, int copies, int lastingCopies, Address said) {
        PacketWriter writer = new PacketWriter(1, bytes);
        writer.begin(node(9, 1), 1, new Message.Gossip());
        queue.fill(writer, copies, lastingCopies, said);
        assertThat(reader.read(writer.finish())).isNull();
        return List.copyOf(reader.rumors());
    }
}

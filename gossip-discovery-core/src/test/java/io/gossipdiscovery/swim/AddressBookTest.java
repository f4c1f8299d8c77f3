package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class AddressBookTest {
    @Test
    void itKnowsWhatALinkedMapKnowsInTheSameOrder() {
        for (int seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            AddressBook book = new AddressBook();
            Map<Address, Belief> map = new LinkedHashMap<>();
            for (int i = 0; i < 2_000; i++) {
                Address address = Address.v4(10 << 24 | 1 + random.nextInt(300), 7946);
                Belief known = map.remove(address);
                if (known == null) {
                    Belief belief = new Belief(new NodeId(address, 1), Status.ALIVE, 1);
                    map.put(address, belief);
                    book.add(belief);
                } else {
                    book.remove(known);
                }
                assertThat(book.get(address)).as("seed %d", seed).isSameAs(map.get(address));
            }
            assertThat(List.<Known>copyOf(book.all()))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(map.values());
            assertThat(book.all()).allMatch(known -> book.get(known.id().address()) == known);
        }
    }

    @Test
    void aBeliefThatIsNotInItIsNotTakenOut() {
        AddressBook book = new AddressBook();
        Belief belief = new Belief(Machine.node(1, 1), Status.ALIVE, 1);
        book.add(belief);
        book.remove(new Belief(Machine.node(1, 1), Status.ALIVE, 1));
        assertThat(List.<Known>copyOf(book.all())).containsExactly(belief);
    }
}

package io.gossipdiscovery.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

class SurroundingsTest {
    private final Random random = new Random(1);
    private final MemberTable table = new MemberTable(random);

    @Test
    void withoutABiasAllAreDrawnAlike() {
        self("a");
        members(10, "a");
        members(30, "b");
        assertThat(partFrom("b", 1, 0)).isBetween(0.7, 0.8);
    }

    @Test
    void theShareIsDrawnFromAll() {
        self("a");
        members(10, "a");
        members(30, "b");
        assertThat(partFrom("b", 0.2, 0)).as("a fifth of three quarters").isBetween(0.12, 0.18);
    }

    @Test
    void someMayBeDrawnFromAllWhateverTheShare() {
        self("a");
        members(10, "a");
        members(30, "b");
        assertThat(partFrom("b", 0.01, 1)).as("a third of three quarters").isBetween(0.22, 0.28);
    }

    @Test
    void whoeverIsAloneInItsZoneDrawsFromAll() {
        self("c");
        members(10, "a");
        members(30, "b");
        assertThat(partFrom("b", 0.01, 0)).isBetween(0.7, 0.8);
    }

    @Test
    void whoeverHasOneNeighbourTellsItAndOthers() {
        self("a");
        members(1, "a");
        members(30, "b");
        assertThat(partFrom("b", 0.01, 0)).isBetween(0.66, 0.68);
    }

    @Test
    void whoeverDoesNotSayWhereItIsDrawsFromAll() {
        self("");
        members(10, "");
        members(30, "b");
        assertThat(partFrom("b", 0.01, 0)).isBetween(0.7, 0.8);
    }

    @Test
    void zonesOfTwoRegionsThatShareANameAreTwo() {
        table.addSelf(belief(1, Map.of(Offer.REGION, "north", Offer.ZONE, "b")));
        for (int i = 0; i < 10; i++) {
            table.add(belief(10 + i, Map.of(Offer.REGION, "north", Offer.ZONE, "b")));
            table.add(belief(30 + i, Map.of(Offer.REGION, "south", Offer.ZONE, "b")));
        }
        Surroundings surroundings = new Surroundings(table, random, 0.01);
        int south = 0;
        for (int i = 0; i < 1_000; i++) {
            for (Belief member : surroundings.sample(3, 0)) {
                south += member.offer().labels().get(Offer.REGION).equals("south") ? 1 : 0;
            }
        }
        assertThat(south).as("half of one in a hundred, of 3,000").isLessThan(60);
    }

    @Test
    void nobodyIsDrawnTwiceAndNobodyIsMissingFromASmallCluster() {
        self("a");
        members(1, "a");
        members(1, "b");
        for (double share : new double[] {0.01, 0.5, 1}) {
            List<Belief> sample = new Surroundings(table, random, share).sample(3, 1);
            assertThat(sample).hasSize(2).doesNotHaveDuplicates();
        }
    }

    private double partFrom(String zone, double share, int leastFromAll) {
        Surroundings surroundings = new Surroundings(table, random, share);
        int there = 0;
        for (int i = 0; i < 5_000; i++) {
            for (Belief member : surroundings.sample(3, leastFromAll)) {
                there += zone.equals(member.offer().labels().get(Offer.ZONE)) ? 1 : 0;
            }
        }
        return there / 15_000.0;
    }

    private void self(String zone) {
        table.addSelf(belief(1, labels(zone)));
    }

    private void members(int count, String zone) {
        for (int i = 0; i < count; i++) {
            table.add(belief(10 + table.all().size(), labels(zone)));
        }
    }

    private static Map<String, String> labels(String zone) {
        return zone.isEmpty() ? Map.of() : Map.of(Offer.ZONE, zone);
    }

    private static Belief belief(int i, Map<String, String> labels) {
        Belief belief = new Belief(Machine.node(i, 1), Status.ALIVE, 1);
        belief.held = HeldOffer.of(Offer.first(labels));
        return belief;
    }
}

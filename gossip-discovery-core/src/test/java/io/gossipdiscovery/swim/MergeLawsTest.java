package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.SELF;
import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
import io.gossipdiscovery.model.Evidence;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.wire.OfferCodec;
import io.gossipdiscovery.wire.Rumor;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Merging is taking a maximum: order, grouping, repetition and company of rumors do not matter.
 * Whether a doubted life is SUSPECT or DEAD already may depend on how long it was doubted and who
 * saw what, so that is not compared here; that one of the two is believed is.
 */
class MergeLawsTest {
    private static final NodeId TELLER = node(7, 1);
    private static final int SETS = 200;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyOrderOfTheSameRumorsEndsInTheSameBelief(long seed) {
        Random random = new Random(seed);
        for (int set = 0; set < SETS; set++) {
            List<Rumor> rumors = rumors(random, 6);
            List<Member> expected = after(rumors);
            for (int order = 0; order < 10; order++) {
                List<Rumor> shuffled = new ArrayList<>(rumors);
                Collections.shuffle(shuffled, random);
                assertThat(after(shuffled)).as("%s", shuffled).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void hearingSomethingAgainChangesNothing(long seed) {
        Random random = new Random(seed);
        for (int set = 0; set < SETS; set++) {
            List<Rumor> rumors = rumors(random, 6);
            List<Rumor> twice = new ArrayList<>(rumors);
            twice.addAll(rumors);
            assertThat(after(twice)).as("%s", rumors).isEqualTo(after(rumors));
            List<Rumor> some = new ArrayList<>(rumors);
            some.addAll(rumors.subList(random.nextInt(6), 6));
            Collections.shuffle(some, random);
            assertThat(after(some)).as("%s", some).isEqualTo(after(rumors));
        }
    }

    /** As in a sync: what another made of some rumors is as good as the rumors. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatAnotherMadeOfSomeRumorsIsAsGoodAsTheRumors(long seed) {
        Random random = new Random(seed);
        for (int set = 0; set < SETS; set++) {
            List<Rumor> ours = rumors(random, 4);
            List<Rumor> theirs = rumors(random, 4);
            List<Rumor> all = new ArrayList<>(ours);
            all.addAll(theirs);
            List<Rumor> told = new ArrayList<>(ours);
            after(theirs).forEach(member -> told.addAll(rumors(member)));
            assertThat(after(told)).as("%s and %s", ours, theirs).isEqualTo(after(all));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void ranksAreATotalOrder(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Rumor.Life a = life(random);
            Rumor.Life b = life(random);
            Rumor.Life c = life(random);
            assertThat(Integer.signum(rank(a, b))).isEqualTo(-Integer.signum(rank(b, a)));
            if (rank(a, b) >= 0 && rank(b, c) >= 0) {
                assertThat(rank(a, c)).as("%s, %s, %s", a, b, c).isNotNegative();
            }
            if (rank(a, b) == 0) {
                assertThat(a.about()).isEqualTo(b.about());
                assertThat(a.status()).isEqualTo(b.status());
                assertThat(a.incarnation()).isEqualTo(b.incarnation());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void viewHashesAreEqualExactlyWhereLiveViewsAre(long seed) {
        Random random = new Random(seed);
        Map<List<String>, Long> hashes = new HashMap<>();
        Map<Long, List<String>> views = new HashMap<>();
        int met = 0;
        for (int i = 0; i < 2_000; i++) {
            Machine machine = new Machine(GossipConfig.lan().build());
            rumors(random, 1 + random.nextInt(4)).forEach(rumor -> machine.hear(TELLER, rumor));
            List<String> view = liveView(machine);
            long hash = machine.swim.viewHash();
            met += hashes.containsKey(view) ? 1 : 0;
            assertThat(hashes.computeIfAbsent(view, v -> hash)).as("%s", view).isEqualTo(hash);
            assertThat(views.computeIfAbsent(hash, h -> view)).isEqualTo(view);
        }
        assertThat(hashes).as("different views").hasSizeGreaterThan(50);
        assertThat(met).as("equal views reached by other rumors").isGreaterThan(500);
    }

    /**
     * What counts for the hash: who is live, in which incarnation, and what is known to be served.
     */
    private static List<String> liveView(Machine machine) {
        return machine.swim.members().stream()
                .filter(member -> member.status().isLive())
                .map(m -> m.id() + " i" + m.incarnation() + " v" + version(m))
                .sorted()
                .toList();
    }

    private static long version(Member member) {
        return member.offer().map(Offer::version).orElse(0L);
    }

    /** What a fresh node believes of others after these rumors, in the order of addresses. */
    private static List<Member> after(List<Rumor> rumors) {
        Machine machine = new Machine(GossipConfig.lan().build());
        rumors.forEach(rumor -> machine.hear(TELLER, rumor));
        return machine.swim.members().stream()
                .filter(member -> !member.id().equals(SELF))
                .filter(member -> !member.id().equals(TELLER))
                .map(MergeLawsTest::doubted)
                .sorted(Comparator.comparing(member -> member.id().toString()))
                .toList();
    }

    private static Member doubted(Member member) {
        Status status = member.status() == Status.DEAD ? Status.SUSPECT : member.status();
        return new Member(member.id(), status, member.incarnation(), member.offer());
    }

    /** A belief as rumors, as a sync tells it. */
    private static List<Rumor> rumors(Member member) {
        List<Rumor> rumors = new ArrayList<>();
        rumors.add(
                switch (member.status()) {
                    case ALIVE -> new Rumor.Alive(member.id(), member.incarnation());
                    case LEFT -> new Rumor.Left(member.id(), member.incarnation(), 0);
                    default -> new Rumor.Suspect(member.id(), member.incarnation(), TELLER);
                });
        member.offer()
                .ifPresent(
                        offer ->
                                rumors.add(
                                        new Rumor.Offered(
                                                member.id(),
                                                offer.version(),
                                                OfferCodec.encode(offer))));
        return rumors;
    }

    private static List<Rumor> rumors(Random random, int count) {
        List<Rumor> rumors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rumors.add(random.nextInt(4) == 0 ? offered(random) : life(random));
        }
        return rumors;
    }

    private static Rumor.Life life(Random random) {
        NodeId about = about(random);
        long incarnation = 1 + random.nextInt(3);
        NodeId accuser = node(4 + random.nextInt(2), 1);
        int age = random.nextInt(100);
        Evidence[] evidences = Evidence.values();
        Evidence evidence = evidences[random.nextInt(evidences.length)];
        return switch (random.nextInt(5)) {
            case 0 -> new Rumor.Alive(about, incarnation);
            case 1 -> new Rumor.Suspect(about, incarnation, accuser, evidence);
            case 2 -> new Rumor.Dead(about, incarnation, accuser, age);
            case 3 -> new Rumor.Dead(about, incarnation, accuser, age, Evidence.GONE, node(6, 1));
            default -> new Rumor.Left(about, incarnation, age);
        };
    }

    private static Rumor.Offered offered(Random random) {
        NodeId about = about(random);
        long version = 1 + random.nextInt(3);
        String owner = about + " wrote " + version;
        Offer offer = new Offer(version, Offer.first(Map.of("v", owner)).labels(), List.of());
        return new Rumor.Offered(about, version, OfferCodec.encode(offer));
    }

    private static NodeId about(Random random) {
        return node(2 + random.nextInt(2), 1 + random.nextInt(3));
    }

    private static int rank(Rumor.Life a, Rumor.Life b) {
        if (!a.about().address().equals(b.about().address())) {
            return a.about().address().toString().compareTo(b.about().address().toString());
        }
        return Rumor.rank(
                a.about().generation(),
                a.incarnation(),
                a.status(),
                b.about().generation(),
                b.incarnation(),
                b.status());
    }
}

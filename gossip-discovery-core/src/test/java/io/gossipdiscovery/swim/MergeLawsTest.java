package io.gossipdiscovery.swim;

import static io.gossipdiscovery.swim.Machine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossipdiscovery.config.GossipConfig;
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
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Merging is taking a maximum: order, repetition and company of rumors do not matter. Whether a
 * doubted life is SUSPECT or DEAD already may depend on how long it was doubted, so that is not
 * compared here.
 */
class MergeLawsTest {
    private static final NodeId TELLER = node(7, 1);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyOrderOfTheSameRumorsEndsInTheSameBelief(long seed) {
        Random random = new Random(seed);
        for (int set = 0; set < 400; set++) {
            List<Rumor> rumors = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                rumors.add(rumor(random));
            }
            Member expected = after(rumors);
            for (int order = 0; order < 10; order++) {
                List<Rumor> shuffled = new ArrayList<>(rumors);
                shuffled.add(rumors.get(random.nextInt(rumors.size()))); // and one twice
                Collections.shuffle(shuffled, random);
                assertThat(after(shuffled)).as("%s", shuffled).isEqualTo(expected);
            }
        }
    }

    private static Member after(List<Rumor> rumors) {
        Machine machine = new Machine(GossipConfig.lan().build());
        rumors.forEach(rumor -> machine.hear(TELLER, rumor));
        Member member = machine.member(node(2, 1));
        Status status = member.status() == Status.DEAD ? Status.SUSPECT : member.status();
        return new Member(member.id(), status, member.incarnation(), member.offer());
    }

    private static Rumor rumor(Random random) {
        NodeId about = node(2, 1 + random.nextInt(2));
        long number = 1 + random.nextInt(3);
        NodeId accuser = node(3 + random.nextInt(2), 1);
        return switch (random.nextInt(5)) {
            case 0 -> new Rumor.Alive(about, number);
            case 1 -> new Rumor.Suspect(about, number, accuser);
            case 2 -> new Rumor.Dead(about, number, accuser, 0);
            case 3 -> new Rumor.Left(about, number, 0);
            default -> {
                Offer offer =
                        new Offer(
                                number, Offer.first(Map.of("v", "" + number)).labels(), List.of());
                yield new Rumor.Offered(about, number, OfferCodec.encode(offer));
            }
        };
    }
}

package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Offer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whom news is told next: anybody, or rather members of our own zone where traffic between zones is
 * paid for.
 *
 * <p>No zone is left alone: a round never names a member twice, and what the own zone cannot give
 * is drawn from all. So a node that is alone in its zone, or does not say where it is, draws from
 * all, and one with a single neighbour still tells others in each round.
 */
final class Surroundings {
    private final MemberTable table;
    private final RandomGenerator random;
    private final double crossZoneShare;

    /**
     * The members around us.
     *
     * @param crossZoneShare the chance of each target to be drawn from all; 1 knows no zones
     */
    Surroundings(MemberTable table, RandomGenerator random, double crossZoneShare) {
        this.table = table;
        this.random = random;
        this.crossZoneShare = crossZoneShare;
    }

    /**
     * So many distinct live members, or all of them; those drawn from all come first.
     *
     * @param leastFromAll at least so many are drawn from all
     */
    List<Belief> sample(int count, int leastFromAll) {
        if (crossZoneShare == 1 || place(table.self()) == null) {
            return table.sample(count, any -> true);
        }
        int fromAll = 0;
        for (int i = 0; i < count; i++) {
            fromAll += random.nextDouble() < crossZoneShare ? 1 : 0;
        }
        int fromZone = count - Math.max(fromAll, Math.min(count, leastFromAll));
        List<Belief> near =
                fromZone == 0 ? Collections.emptyList() : table.sample(fromZone, this::isNear);
        List<Belief> sample =
                new ArrayList<>(table.sample(count - near.size(), m -> !near.contains(m)));
        sample.addAll(near);
        return sample;
    }

    private boolean isNear(Belief member) {
        List<String> place = place(member);
        return place != null && place.equals(place(table.self()));
    }

    /** Region and zone; null where the zone is not known. Zones of two regions may share a name. */
    private static @Nullable List<String> place(Belief member) {
        Offer offer = member.offer();
        if (offer == null) {
            return null;
        }
        String zone = offer.labels().get(Offer.ZONE);
        return zone == null ? null : List.of(offer.labels().getOrDefault(Offer.REGION, ""), zone);
    }
}

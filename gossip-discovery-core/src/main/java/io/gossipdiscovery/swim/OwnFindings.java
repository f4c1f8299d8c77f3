package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.Instance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What others found at each of the addresses that we tell, as far as we still tell them. */
final class OwnFindings {
    /** So many others must agree that an address is wrong, where there are so many. */
    static final int WITNESSES = 2;

    private final MemberTable table;
    private final Observer observer;
    private final Map<Place, Finding> known = new LinkedHashMap<>(); // the latest is the last
    private final Set<Place> settled = Collections.newSetFromMap(new LinkedHashMap<>());

    OwnFindings(MemberTable table, Observer observer) {
        this.table = table;
        this.observer = observer;
    }

    /** Where we say that we are, and under which number an instance stands in our offer. */
    record Place(Optional<Instance.Key> instance, String host, int port) {}

    /** Our own address, where packets go. */
    Place gossip() {
        Address own = table.self().id.address();
        return new Place(Optional.empty(), own.host(), own.port());
    }

    /**
     * Up to so many of our instances to be looked at next, by their places in our offer: those that
     * nobody has looked at first, then those that are wrong, then the others in turn.
     */
    List<Integer> next(int most) {
        List<Place> ranked = new ArrayList<>();
        Map<Place, Integer> offered = instances();
        offered.keySet().stream().filter(p -> !settled.contains(p)).forEach(ranked::add);
        known.forEach((place, finding) -> addIf(finding.isWrong(), place, ranked));
        known.forEach((place, finding) -> addIf(!finding.isWrong(), place, ranked));
        return ranked.stream()
                .distinct()
                .filter(offered::containsKey)
                .limit(most)
                .map(offered::get)
                .toList();
    }

    private static void addIf(boolean isWanted, Place place, List<Place> places) {
        if (isWanted) {
            places.add(place);
        }
    }

    /** Where the instance at that place of our offer is. */
    Place instance(int place) {
        return place(offered().get(place));
    }

    /** Forgets what was found where we are said to be no more. */
    void forget() {
        Map<Place, Integer> present = instances();
        present.put(gossip(), -1);
        settled.retainAll(present.keySet());
        for (Place place : List.copyOf(known.keySet())) {
            if (!present.containsKey(place)) {
                observer.addressChecked(known.remove(place), null);
            }
        }
    }

    /** Whether enough others have looked at all of them, since each was told first. */
    boolean areSettled() {
        return settled.contains(gossip()) && settled.containsAll(instances().keySet());
    }

    /** How many that is by now. */
    int settled() {
        return settled.size();
    }

    boolean isAnyWrong() {
        return known.values().stream().anyMatch(Finding::isWrong);
    }

    /** So many must have looked at an address before it counts as known. */
    int needed() {
        return Math.min(WITNESSES, Math.max(1, table.liveCount()));
    }

    /** Others have tried a place. */
    void judge(Place place, List<Finding.Attempt> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        int needed = needed();
        int failed = (int) attempts.stream().filter(a -> a.outcome().isFailed()).count();
        int connected = attempts.size() - failed;
        Finding before = known.remove(place);
        boolean wasWrong = before != null && before.isWrong();
        // One word against it is none; but neither does it take back what two have said.
        boolean isWrong = failed >= needed ? failed > connected : wasWrong && connected == 0;
        Finding after =
                new Finding(place.instance(), place.host(), place.port(), attempts, isWrong);
        known.put(place, after);
        if (attempts.size() >= needed) {
            settled.add(place);
        }
        observer.addressChecked(before, after);
    }

    private Map<Place, Integer> instances() {
        List<Instance> offered = offered();
        Map<Place, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < offered.size(); i++) {
            if (Offers.isCallable(offered.get(i))) {
                places.putIfAbsent(place(offered.get(i)), i);
            }
        }
        return places;
    }

    private List<Instance> offered() {
        return Objects.requireNonNull(table.self().offer(), "begun with an offer").instances();
    }

    private static Place place(Instance instance) {
        return new Place(Optional.of(instance.key()), instance.host(), instance.port());
    }
}

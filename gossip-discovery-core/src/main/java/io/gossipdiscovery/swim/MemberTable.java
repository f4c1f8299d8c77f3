package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The beliefs by address, ourselves among them; random samples of the live; the view hash, kept up
 * incrementally. Iterates in the order in which members became known.
 */
final class MemberTable {
    /** More members than this are refused. */
    static final int CAPACITY = 20_000;

    /** So many addresses of forgotten members are kept. */
    static final int FORMER = 1_024;

    /** In place of an index: not among the live members. */
    static final int UNLISTED = -1;

    /** In place of an index: a live member of the census. */
    static final int SHARED = -2;

    private final Map<Address, Address> former = new LinkedHashMap<>();
    private final AddressBook byAddress = new AddressBook();
    private final List<Belief> live = new ArrayList<>();
    private final RandomGenerator random;

    @SuppressWarnings("NullAway.Init") // a machine that is not started is asked for nothing
    private Belief self;

    private int ourselves; // 1 where we are a member, 0 where we only look on
    private Census census = Census.NOBODY;
    private int liveShared;
    private long viewHash;

    MemberTable(RandomGenerator random) {
        this.random = random;
    }

    /** Ourselves. */
    Belief self() {
        return self;
    }

    /** Puts ourselves into the table; once. */
    void addSelf(Belief self) {
        this.self = self;
        ourselves = 1;
        byAddress.add(self);
        viewHash += self.hash();
    }

    /** Tells who we are, where that is no member: we are not in the table, and do not count. */
    void lookOnAs(Belief self) {
        this.self = self;
    }

    /**
     * Knows all members of a census from now on.
     *
     * @throws IllegalStateException where others are known already
     */
    void share(Census census) {
        byAddress.share(census);
        this.census = census;
        liveShared = byAddress.size() - 1;
        int ownLine = census.find(self.id.address());
        viewHash += census.hash() - (ownLine < 0 ? 0 : census.line(ownLine).hash());
    }

    /** Whom we share with others, ourselves among them perhaps. */
    Census census() {
        return census;
    }

    @Nullable Belief get(Address address) {
        return byAddress.get(address);
    }

    /** Which version of that life's offer we hold, 0 for none. */
    long heldOffer(NodeId owner) {
        Belief belief = byAddress.get(owner.address());
        return belief != null && belief.id.equals(owner) ? belief.offerVersion() : 0;
    }

    /** The belief about that very life, where it is held for ALIVE or SUSPECT, or null. */
    @Nullable Belief liveAs(NodeId id) {
        Belief belief = get(id.address());
        return belief != null && belief.isLive() && belief.id.equals(id) ? belief : null;
    }

    boolean isFull() {
        return byAddress.size() >= CAPACITY;
    }

    void add(Belief belief) {
        byAddress.add(belief);
        former.remove(belief.id.address());
        viewHash += belief.hash();
        enlist(belief);
    }

    void remove(Belief belief) {
        unshare();
        byAddress.remove(belief);
        viewHash -= belief.hash();
        delist(belief);
        if (belief.status() != Status.LEFT && former.size() < FORMER) {
            former.put(belief.id.address(), belief.id.address());
        }
    }

    /** Makes a change to a belief; everything kept beside it follows. */
    void change(Belief belief, Runnable change) {
        viewHash -= belief.hash();
        change.run();
        viewHash += belief.hash();
        if (belief.isLive()) {
            enlist(belief);
        } else {
            delist(belief);
        }
    }

    /** All beliefs, ourselves first if we are a member. */
    List<? extends Known> all() {
        return byAddress.all();
    }

    /** How many members beside ourselves are ALIVE or SUSPECT. */
    int liveCount() {
        return live.size() + liveShared;
    }

    /**
     * The members beside ourselves that are ALIVE or SUSPECT, in no order. Whoever looks at each of
     * them shares none of them any more.
     */
    List<Belief> live() {
        unshare();
        return Collections.unmodifiableList(live);
    }

    /** Those of them that are not in the census. */
    List<Belief> liveUnshared() {
        return Collections.unmodifiableList(live);
    }

    /** Those of them that are SUSPECT. */
    List<Belief> suspects() {
        List<Belief> suspects = new ArrayList<>();
        if (census.size() == 0) {
            live.stream().filter(m -> m.status() == Status.SUSPECT).forEach(suspects::add);
            return suspects;
        }
        for (Known known : all()) {
            if (known instanceof Belief belief && belief.status() == Status.SUSPECT) {
                suspects.add(belief);
            }
        }
        // As above not the same ones first at every node.
        Collections.rotate(suspects, random.nextInt(suspects.size() + 1));
        return suspects;
    }

    /** Where members were that died and are forgotten: the other side of a partition, perhaps. */
    Collection<Address> former() {
        return Collections.unmodifiableCollection(former.values());
    }

    /** How many nodes the cluster has, ourselves included if we are a member. */
    int clusterSize() {
        return liveCount() + ourselves;
    }

    long viewHash() {
        return viewHash;
    }

    /** Up to so many distinct live members that are wanted, at random. */
    List<Belief> sample(int count, Predicate<Belief> wanted) {
        List<Belief> sample = new ArrayList<>(count);
        if (census.size() > 0) {
            sampleShared(sample, count, wanted);
            return sample;
        }
        // A partial Fisher-Yates shuffle, in place: the order of this list means nothing.
        for (int i = 0; i < live.size() && sample.size() < count; i++) {
            swap(i, i + random.nextInt(live.size() - i));
            if (wanted.test(live.get(i))) {
                sample.add(live.get(i));
            }
        }
        return sample;
    }

    /** Draws again whoever was drawn before, or is not live any more: few, as we share many. */
    private void sampleShared(List<Belief> sample, int count, Predicate<Belief> wanted) {
        int all = census.size() + live.size();
        BitSet drawn = new BitSet(all);
        for (int left = all; left > 0 && sample.size() < count; ) {
            int number = random.nextInt(all);
            if (!drawn.get(number)) {
                drawn.set(number);
                left--;
                Belief belief =
                        number < live.size()
                                ? live.get(number)
                                : get(census.line(number - live.size()).id().address());
                if (belief != null && belief.isListed() && wanted.test(belief)) {
                    sample.add(belief);
                }
            }
        }
    }

    private void unshare() {
        if (census.size() == 0) {
            return;
        }
        byAddress.unshare();
        for (Known known : all()) {
            Belief belief = get(known.id().address());
            if (belief != null && belief.liveIndex == SHARED) {
                belief.liveIndex = UNLISTED;
                list(belief);
            }
        }
        census = Census.NOBODY;
        liveShared = 0;
    }

    private void enlist(Belief belief) {
        if (belief.isListed() || !belief.isLive() || belief == self) {
            return;
        }
        if (census.find(belief.id.address()) < 0) {
            list(belief);
        } else {
            belief.liveIndex = SHARED;
            liveShared++;
        }
    }

    private void list(Belief belief) {
        belief.liveIndex = live.size();
        live.add(belief);
    }

    private void delist(Belief belief) {
        if (belief.liveIndex == SHARED) {
            belief.liveIndex = UNLISTED;
            liveShared--;
        } else if (belief.isListed()) {
            swap(belief.liveIndex, live.size() - 1);
            live.remove(live.size() - 1);
            belief.liveIndex = UNLISTED;
        }
    }

    private void swap(int a, int b) {
        Belief belief = live.get(a);
        live.set(a, live.get(b));
        live.set(b, belief);
        live.get(a).liveIndex = a;
        live.get(b).liveIndex = b;
    }
}

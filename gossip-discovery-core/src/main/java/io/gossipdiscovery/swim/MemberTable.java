package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;

import java.util.ArrayList;
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

    private final Map<Address, Address> former = new LinkedHashMap<>();
    private final AddressBook byAddress = new AddressBook();
    private final List<Belief> live = new ArrayList<>();
    private final RandomGenerator random;
    private Belief self;
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
        byAddress.add(self);
        viewHash += self.hash();
    }

    Belief get(Address address) {
        return byAddress.get(address);
    }

    /** Which version of that life's offer we hold, 0 for none. */
    long heldOffer(NodeId owner) {
        Belief belief = byAddress.get(owner.address());
        return belief != null && belief.id.equals(owner) ? belief.offerVersion() : 0;
    }

    /** The belief about that very life, where it is held for ALIVE or SUSPECT, or null. */
    Belief liveAs(NodeId id) {
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

    /** All beliefs, ourselves first. */
    List<Belief> all() {
        return byAddress.all();
    }

    /** The members beside ourselves that are ALIVE or SUSPECT. */
    List<Belief> live() {
        return Collections.unmodifiableList(live);
    }

    /** Where members were that died and are forgotten: the other side of a partition, perhaps. */
    Collection<Address> former() {
        return Collections.unmodifiableCollection(former.values());
    }

    /** How many nodes the cluster has, ourselves included. */
    int clusterSize() {
        return live.size() + 1;
    }

    long viewHash() {
        return viewHash;
    }

    /** Up to so many distinct live members that are wanted, at random. */
    List<Belief> sample(int count, Predicate<Belief> wanted) {
        List<Belief> sample = new ArrayList<>(count);
        // A partial Fisher-Yates shuffle, in place: the order of this list means nothing.
        for (int i = 0; i < live.size() && sample.size() < count; i++) {
            swap(i, i + random.nextInt(live.size() - i));
            if (wanted.test(live.get(i))) {
                sample.add(live.get(i));
            }
        }
        return sample;
    }

    private void enlist(Belief belief) {
        if (belief.liveIndex < 0 && belief.isLive() && belief != self) {
            belief.liveIndex = live.size();
            live.add(belief);
        }
    }

    private void delist(Belief belief) {
        if (belief.liveIndex >= 0) {
            swap(belief.liveIndex, live.size() - 1);
            live.remove(live.size() - 1);
            belief.liveIndex = -1;
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

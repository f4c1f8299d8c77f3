package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Offer;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.memberlist.Message.Kind;
import io.gossipdiscovery.swim.Observer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * All that one node holds of the others, and the rules by which an alive, a suspect and a dead
 * message changes it. Who is gone is remembered for a while, and then forgotten.
 */
final class Roll {
    private final Settings settings;
    private final Alarms alarms;
    private final RandomGenerator random;
    private final Observer observer;
    private final Offers offers;
    private final BroadcastQueue broadcasts;
    private final Awareness awareness;
    private final List<Peer> peers = new ArrayList<>();
    private final Map<Address, Peer> byAddress = new HashMap<>();
    private final Peer self;
    private boolean leaving;

    Roll(
            Settings settings,
            NodeId id,
            Alarms alarms,
            RandomGenerator random,
            Observer observer,
            Offers offers,
            BroadcastQueue broadcasts,
            Awareness awareness) {
        this.settings = settings;
        this.alarms = alarms;
        this.random = random;
        this.observer = observer;
        this.offers = offers;
        this.broadcasts = broadcasts;
        this.awareness = awareness;
        this.self = new Peer(id, 1, offers.first(id));
    }

    void begin() {
        enter(self);
        offers.owners().add(self);
        observer.memberChanged(null, self.member());
        broadcasts.add(alive(self));
    }

    /** Makes the acquaintance of all who live. */
    void meetAll() {
        for (Peer other : offers.owners()) {
            if (!byAddress.containsKey(other.id.address())) {
                Peer peer = new Peer(other.id, other.incarnation, other.offer);
                enter(peer);
                observer.memberChanged(null, peer.member());
            }
        }
    }

    Peer self() {
        return self;
    }

    List<Peer> peers() {
        return peers;
    }

    int size() {
        return peers.size();
    }

    Peer find(NodeId id) {
        Peer peer = byAddress.get(id.address());
        return peer == null || peer.id.generation() != id.generation() ? null : peer;
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>();
        members.add(self.member());
        peers.stream().filter(p -> p != self).forEach(p -> members.add(p.member()));
        return members;
    }

    /** Up to so many different ones at random that may be chosen; never oneself. */
    List<Peer> some(int count, Predicate<Peer> choice) {
        List<Peer> chosen = new ArrayList<>(count);
        for (int i = 0; i < 3 * peers.size() && chosen.size() < count; i++) {
            Peer peer = peers.get(random.nextInt(peers.size()));
            if (peer != self && choice.test(peer) && !chosen.contains(peer)) {
                chosen.add(peer);
            }
        }
        return chosen;
    }

    /** Forgets who is gone for long, and shuffles the others: a new round of probes. */
    void reshuffle() {
        long forgotten = alarms.nowNanos() - settings.gossipToTheDeadTime().toNanos();
        peers.removeIf(peer -> peer.isGone() && peer.changedAtNanos < forgotten && forget(peer));
        for (int i = peers.size() - 1; i > 0; i--) {
            swap(i, random.nextInt(i + 1));
        }
    }

    void offer(Offer offer) {
        Member before = self.member();
        self.offer = offer;
        self.incarnation++;
        observer.memberChanged(before, self.member());
        broadcasts.add(alive(self));
    }

    void leave() {
        leaving = true;
        dead(new Message(Kind.DEAD, self.id, self.incarnation, self.id.address(), 0, accusation()));
    }

    void alive(Message said) {
        Peer peer = byAddress.get(said.subject().address());
        if (peer == self || peer != null && peer.id.generation() > said.subject().generation()) {
            return;
        }
        if (peer != null && peer.id.generation() < said.subject().generation()) {
            cancel(peer);
            peers.remove(peer);
            Peer newer = peer(said);
            enter(newer);
            observer.memberChanged(peer.member(), newer.member());
        } else if (peer == null) {
            peer = peer(said);
            enter(peer);
            observer.memberChanged(null, peer.member());
        } else if (said.number() <= peer.incarnation) {
            return;
        } else {
            Member before = peer.member();
            cancel(peer);
            peer.incarnation = said.number();
            peer.offer = offers.get(said.subject(), said.offerVersion());
            turn(peer, Status.ALIVE, before);
        }
        broadcasts.add(said);
    }

    void suspect(Message said) {
        Peer peer = find(said.subject());
        if (peer == null || said.number() < peer.incarnation) {
            return;
        }
        if (peer.suspicion != null) {
            if (peer.suspicion.confirms(said.other())) {
                broadcasts.add(said);
                setAlarm(peer);
            }
            return;
        }
        if (peer.status != Status.ALIVE) {
            return;
        }
        if (peer == self) {
            refute(said.number());
            return;
        }
        broadcasts.add(said);
        Member before = peer.member();
        peer.incarnation = said.number();
        int wanted = settings.suspicionMult() - 2;
        peer.suspicion =
                new Peer.Suspicion(
                        said.other(),
                        alarms.nowNanos(),
                        settings.shortestSuspicionNanos(size()),
                        settings.suspicionMaxTimeoutMult(),
                        size() - 2 < wanted ? 0 : wanted);
        turn(peer, Status.SUSPECT, before);
        setAlarm(peer);
    }

    void dead(Message said) {
        Peer peer = find(said.subject());
        if (peer == null || said.number() < peer.incarnation || peer.isGone()) {
            return;
        }
        if (peer == self && !leaving) {
            refute(said.number());
            return;
        }
        broadcasts.add(said);
        Member before = peer.member();
        cancel(peer);
        peer.incarnation = said.number();
        boolean left = said.other().equals(peer.id.address());
        turn(peer, left ? Status.LEFT : Status.DEAD, before);
    }

    Message accusation(Peer peer) {
        return new Message(
                Kind.SUSPECT, peer.id, peer.incarnation, self.id.address(), 0, accusation());
    }

    Message alive(Peer peer) {
        int version = (int) peer.offer.version();
        return new Message(
                Kind.ALIVE, peer.id, peer.incarnation, null, version, settings.aliveBytes());
    }

    private void refute(long accused) {
        Member before = self.member();
        self.incarnation = Math.max(self.incarnation, accused) + 1;
        awareness.add(1);
        observer.refuted(self.incarnation);
        observer.memberChanged(before, self.member());
        broadcasts.add(alive(self));
    }

    private void setAlarm(Peer peer) {
        if (peer.suspicion.alarm != null) {
            peer.suspicion.alarm.cancel();
        }
        long remaining = peer.suspicion.remainingNanos(alarms.nowNanos());
        peer.suspicion.alarm = alarms.in(remaining, () -> timeIsUp(peer));
    }

    private void timeIsUp(Peer peer) {
        dead(new Message(Kind.DEAD, peer.id, peer.incarnation, self.id.address(), 0, accusation()));
    }

    private void cancel(Peer peer) {
        if (peer.suspicion != null) {
            peer.suspicion.alarm.cancel();
            peer.suspicion = null;
        }
    }

    private void turn(Peer peer, Status status, Member before) {
        if (peer.status != status) {
            peer.status = status;
            peer.changedAtNanos = alarms.nowNanos();
        }
        observer.memberChanged(before, peer.member());
    }

    private Peer peer(Message said) {
        return new Peer(
                said.subject(), said.number(), offers.get(said.subject(), said.offerVersion()));
    }

    private void enter(Peer peer) {
        byAddress.put(peer.id.address(), peer);
        peers.add(peer);
        swap(peers.size() - 1, random.nextInt(peers.size()));
    }

    private boolean forget(Peer peer) {
        byAddress.remove(peer.id.address());
        observer.memberChanged(peer.member(), null);
        return true;
    }

    private void swap(int one, int other) {
        Peer moved = peers.get(one);
        peers.set(one, peers.get(other));
        peers.set(other, moved);
    }

    private int accusation() {
        return settings.accusationBytes();
    }
}

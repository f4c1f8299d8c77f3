package io.gossipdiscovery.sim.memberlist;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.model.Status;
import io.gossipdiscovery.sim.memberlist.Message.Kind;
import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.swim.Observer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The failure detector: in each interval one ping, then pings through others and one over TCP, and
 * what a member asks us to ping for it.
 */
final class Prober {
    private final Settings settings;
    private final Alarms alarms;
    private final Roll roll;
    private final Sender sender;
    private final Awareness awareness;
    private final Observer observer;
    private final Map<Integer, Errand> errands = new HashMap<>();
    private Probe probe;
    private boolean isTickWaiting;
    private int next;
    private int sequences;

    Prober(
            Settings settings,
            Alarms alarms,
            Roll roll,
            Sender sender,
            Awareness awareness,
            Observer observer) {
        this.settings = settings;
        this.alarms = alarms;
        this.roll = roll;
        this.sender = sender;
        this.awareness = awareness;
        this.observer = observer;
    }

    void tick() {
        alarms.in(settings.probeInterval().toNanos(), this::tick);
        if (probe != null) {
            isTickWaiting = true;
        } else {
            begin();
        }
    }

    private void begin() {
        Peer target = next();
        if (target == null) {
            return;
        }
        Probe begun = new Probe(target, ++sequences);
        probe = begun;
        alarms.in(settings.probeTimeout().toNanos(), () -> askOthers(begun));
        long whole = awareness.stretch(settings.probeInterval().toNanos());
        alarms.in(whole, () -> giveUp(begun));
        Message ping = ping(target.id, begun.sequence);
        if (target.status == Status.SUSPECT) {
            sender.send(target.id.address(), ping, roll.accusation(target));
        } else {
            sender.send(target.id.address(), ping);
        }
    }

    private Peer next() {
        for (int checked = 0; checked <= roll.size(); checked++) {
            if (next >= roll.size()) {
                next = 0;
                roll.reshuffle();
            }
            Peer peer = roll.peers().get(next++);
            if (peer != roll.self() && !peer.isGone()) {
                return peer;
            }
        }
        return null;
    }

    private void askOthers(Probe begun) {
        if (probe != begun) {
            return;
        }
        List<Peer> others =
                roll.some(
                        settings.indirectChecks(),
                        p -> p != begun.target && p.status == Status.ALIVE);
        begun.nacksExpected = others.size();
        for (Peer other : others) {
            Message request =
                    new Message(
                            Kind.INDIRECT_PING,
                            begun.target.id,
                            begun.sequence,
                            roll.self().id.address(),
                            0,
                            settings.indirectPingBytes());
            sender.send(other.id.address(), request);
        }
        sender.stream(begun.target.id.address(), ping(begun.target.id, begun.sequence));
    }

    private void giveUp(Probe begun) {
        if (probe != begun) {
            return;
        }
        probe = null;
        int missing = begun.nacksExpected - begun.nacks;
        awareness.add(begun.nacksExpected > 0 ? missing : 1);
        observer.probeFailed(begun.target.id, missing);
        roll.suspect(roll.accusation(begun.target));
        goOn();
    }

    void acked(int sequence) {
        Errand errand = errands.remove(sequence);
        if (errand != null) {
            errand.nack.cancel();
            sender.send(errand.asker, answer(Kind.ACK, errand.sequence, settings.ackBytes()));
        } else if (probe != null && probe.sequence == sequence) {
            probe = null;
            awareness.add(-1);
            goOn();
        }
    }

    void nacked(int sequence) {
        if (probe != null && probe.sequence == sequence) {
            probe.nacks++;
        }
    }

    void pinged(Lane lane, Address from, Message ping) {
        if (!ping.subject().equals(roll.self().id)) {
            return; // meant for who had the name before
        }
        Message ack = answer(Kind.ACK, ping.number(), settings.ackBytes());
        if (lane == Lane.STREAM) {
            sender.stream(from, ack);
        } else {
            sender.send(from, ack);
        }
    }

    void asked(Message request) {
        int sequence = ++sequences;
        Address asker = request.other();
        Alarms.Alarm nack =
                alarms.in(
                        settings.probeTimeout().toNanos(),
                        () -> {
                            errands.remove(sequence);
                            int bytes = settings.nackBytes();
                            sender.send(asker, answer(Kind.NACK, request.number(), bytes));
                        });
        errands.put(sequence, new Errand(asker, request.number(), nack));
        sender.send(request.subject().address(), ping(request.subject(), sequence));
    }

    private void goOn() {
        if (isTickWaiting) {
            isTickWaiting = false;
            begin();
        }
    }

    private Message ping(NodeId target, int sequence) {
        return new Message(
                Kind.PING, target, sequence, roll.self().id.address(), 0, settings.pingBytes());
    }

    private static Message answer(Kind kind, long sequence, int bytes) {
        return new Message(kind, null, sequence, null, 0, bytes);
    }

    private static final class Probe {
        private final Peer target;
        private final int sequence;
        private int nacksExpected;
        private int nacks;

        Probe(Peer target, int sequence) {
            this.target = target;
            this.sequence = sequence;
        }
    }

    /** A ping for somebody else, who asked under a number of his own. */
    private record Errand(Address asker, long sequence, Alarms.Alarm nack) {}
}

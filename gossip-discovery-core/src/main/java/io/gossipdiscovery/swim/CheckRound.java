package io.gossipdiscovery.swim;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Dial;
import io.gossipdiscovery.model.Finding;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.wire.Message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One look at our addresses: what is asked, who was asked for it, and what they said. */
final class CheckRound {
    private final long version;
    private final List<Integer> instances;
    private final Set<Address> asked = Collections.newSetFromMap(new LinkedHashMap<>());
    private final Set<Long> open = Collections.newSetFromMap(new LinkedHashMap<>());
    private final Map<Address, Answer> answers = new LinkedHashMap<>();
    private boolean isWidened;
    private int losses;

    private record Answer(NodeId by, Message.Seen seen) {}

    /** A look at that version of our offer, at the instances in these places of it. */
    CheckRound(long version, List<Integer> instances) {
        this.version = version;
        this.instances = List.copyOf(instances);
    }

    List<Integer> instances() {
        return instances;
    }

    boolean isAsked(Address address) {
        return asked.contains(address);
    }

    /** What to ask of somebody, who counts as asked from now on. */
    Message.Check ask(Address address, long sequence) {
        asked.add(address);
        open.add(sequence);
        return new Message.Check(sequence, version, instances);
    }

    /** Takes an answer; false where it is none to what was asked. */
    boolean take(NodeId speaker, Message.Seen seen) {
        return open.remove(seen.sequence())
                && answers.putIfAbsent(speaker.address(), new Answer(speaker, seen)) == null;
    }

    boolean isComplete() {
        return open.isEmpty();
    }

    /** Whether the first word against an address has come just now: others are to be asked. */
    boolean widens() {
        boolean isNew = !isWidened && answers.values().stream().anyMatch(this::isBad);
        isWidened |= isNew;
        return isNew;
    }

    private boolean isBad(Answer answer) {
        return answer.seen.gossip().isFailed()
                || answer.seen.held() == version
                        && answer.seen.instances().stream().anyMatch(Dial::isFailed);
    }

    /** How many said something of all that was asked for. */
    int words() {
        return (int)
                answers.values().stream()
                        .filter(a -> instances.isEmpty() || a.seen.held() == version)
                        .count();
    }

    /** Gives up on those who have not answered, and counts how often that was so. */
    int lose() {
        open.clear();
        return ++losses;
    }

    int missing() {
        return open.size();
    }

    /** What was said of our own address. */
    List<Finding.Attempt> ofGossip() {
        List<Finding.Attempt> attempts = new ArrayList<>();
        answers.values().forEach(answer -> add(answer, answer.seen.gossip(), attempts));
        return attempts;
    }

    /** What was said of the so-manieth instance that was asked for. */
    List<Finding.Attempt> ofInstance(int number) {
        List<Finding.Attempt> attempts = new ArrayList<>();
        for (Answer answer : answers.values()) {
            List<Dial> said = answer.seen.instances();
            if (answer.seen.held() == version && number < said.size()) {
                add(answer, said.get(number), attempts);
            }
        }
        return attempts;
    }

    private static void add(Answer answer, Dial outcome, List<Finding.Attempt> attempts) {
        if (outcome != Dial.NOT_TRIED) {
            attempts.add(new Finding.Attempt(answer.by, answer.seen.source(), outcome));
        }
    }

    /** Whether places in our offer still mean what they meant when the round began. */
    boolean isOf(long version) {
        return this.version == version;
    }
}

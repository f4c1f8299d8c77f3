package io.gossipdiscovery.node;

import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a node believes what it believes of another: what it saw, was told and concluded, the oldest
 * first. Immutable.
 *
 * @param about at which address
 * @param belief what is believed now, or empty where nothing is
 * @param atNanos when this was asked, on the clock of the entries
 * @param entries what is remembered; the older may be forgotten
 */
public record Explanation(
        Address about, Optional<Member> belief, long atNanos, List<Entry> entries) {

    /** What happened. */
    public enum Kind {
        /** We came to know it, or to know it anew. */
        MET,
        /** It answered our probe while it was suspect. */
        ANSWERED,
        /** It did not answer our probe. */
        UNANSWERED,
        /** Somebody accused it, perhaps ourselves. */
        ACCUSED,
        /** It was declared dead, by ourselves or by another. */
        CONVICTED,
        /** It said farewell. */
        LEFT,
        /** It refuted what was said of it, or came back. */
        REFUTED,
        /** A later life took its place. */
        REPLACED
    }

    /**
     * One thing that happened.
     *
     * @param life which life it was about
     * @param atNanos when, on the monotonic clock of this node
     * @param localHealth how well we did ourselves at that time: 0 is healthy
     * @param account in words
     */
    public record Entry(Kind kind, NodeId life, long atNanos, int localHealth, String account) {}

    public Explanation {
        entries = List.copyOf(entries);
    }

    /** What is believed now, then one line for each entry with its age. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                belief.map(b -> b.id() + " is " + b.status() + ", incarnation " + b.incarnation())
                        .orElse(about + " is not known"));
        for (Entry entry : entries) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%.3f s ago: %s%s%s",
                            (atNanos - entry.atNanos) / 1e9,
                            isPresentLife(entry) ? "" : entry.life + " ",
                            entry.account,
                            entry.localHealth == 0
                                    ? ""
                                    : " (our own local health was " + entry.localHealth + ")"));
        }
        return lines;
    }

    /** What of it concerns one life. */
    Explanation of(NodeId life) {
        return new Explanation(
                about,
                belief.filter(b -> b.id().equals(life)),
                atNanos,
                entries.stream().filter(entry -> entry.life.equals(life)).toList());
    }

    private boolean isPresentLife(Entry entry) {
        return belief.map(b -> b.id().equals(entry.life)).orElse(false);
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}

package io.gossipdiscovery.orders;

import io.gossipdiscovery.swim.Lane;
import io.gossipdiscovery.wire.WireFormat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes every way that a play of three nodes can go: at each point any letter underway may arrive
 * next, or be lost, or time passes. A machine cannot be copied, so a way is a list of choices, and
 * another way is gone by playing it from the beginning.
 *
 * <p>Two ways that told each node the same in the same order, at the same times, and left the same
 * letters underway have led to the same state: only the first is followed.
 */
final class Explorer {
    /** What happens beside what the network does. */
    interface Play {
        /** How it was before. */
        void begin(Trio trio);

        /** What a step of time brings, from 1 on. */
        default void after(int step, Trio trio) {}

        /** How many steps bring something. */
        default int steps() {
            return 0;
        }
    }

    /** How long after the last choice all must agree, on a network that loses nothing. */
    private static final long PEACE_NANOS = 20_000_000_000L;

    private static final long GLANCE_NANOS = 500_000_000L;

    private final Play play;
    private final int depth;
    private final int mostLost;
    private final Map<Long, Integer> seen = new HashMap<>();
    private final Set<Long> ends = new HashSet<>();
    private final ArrayDeque<int[]> ahead = new ArrayDeque<>();
    private long ways;

    /**
     * An exploration.
     *
     * @param depth so many choices, then the network is perfect
     * @param mostLost so many letters may be lost
     */
    Explorer(Play play, int depth, int mostLost) {
        this.play = play;
        this.depth = depth;
        this.mostLost = mostLost;
    }

    /** Goes all ways. */
    Explorer explore() {
        ahead.push(new int[0]);
        while (!ahead.isEmpty()) {
            int[] choices = ahead.pop();
            try {
                follow(choices);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(Arrays.toString(choices) + " " + e.getMessage(), e);
            }
        }
        return this;
    }

    /** How many orders ended: each is another sequence of arrivals, losses and moments. */
    long ways() {
        return ways;
    }

    /** How many states were different. */
    int states() {
        return seen.size();
    }

    int ends() {
        return ends.size();
    }

    private void follow(int[] choices) {
        Trio trio = new Trio();
        play.begin(trio);
        Walk walk = new Walk(trio);
        for (int choice : choices) {
            walk.choose(choice);
        }
        List<Integer> way = new ArrayList<>(Arrays.stream(choices).boxed().toList());
        while (way.size() < depth) {
            List<Choice> options = walk.options();
            if (isKnown(walk.digest(options), depth - way.size())) {
                return;
            }
            for (int i = options.size() - 1; i >= 1; i--) {
                ahead.push(extended(way, i));
            }
            walk.choose(0);
            way.add(0);
        }
        ways++;
        if (ends.add(trio.digest())) {
            makePeace(walk);
        }
    }

    /** Whether as many choices were gone from this state before. */
    private boolean isKnown(long digest, int rest) {
        Integer former = seen.get(digest);
        if (former != null && former >= rest) {
            return true;
        }
        seen.put(digest, rest);
        return false;
    }

    private static int[] extended(List<Integer> way, int choice) {
        int[] extended = new int[way.size() + 1];
        for (int i = 0; i < way.size(); i++) {
            extended[i] = way.get(i);
        }
        extended[way.size()] = choice;
        return extended;
    }

    private void makePeace(Walk walk) {
        walk.finish();
        for (long waited = 0; waited < PEACE_NANOS; waited += GLANCE_NANOS) {
            walk.trio.runPromptly(GLANCE_NANOS);
            if (walk.trio.hasConverged()) {
                return;
            }
        }
        throw new AssertionError("no agreement in peace:\n" + walk.trio.beliefs());
    }

    /**
     * What the network does next: a letter arrives or is lost, or, without a letter, time passes.
     */
    private record Choice(Letter letter, boolean isLoss) {
        private static final Choice STEP = new Choice(null, false);

        private long digest() {
            return letter == null ? 1 : isLoss ? letter.digest * 31 : letter.digest;
        }
    }

    /** One way through the play. */
    private final class Walk {
        private final Trio trio;
        private Choice last = Choice.STEP;
        private int steps;

        Walk(Trio trio) {
            this.trio = trio;
        }

        /** Arrivals first, so that the first of all ways is that of a perfect network. */
        List<Choice> options() {
            List<Choice> options = new ArrayList<>();
            List<Letter> letters = trio.letters();
            letters.stream()
                    .filter(this::mayArrive)
                    .forEach(l -> options.add(new Choice(l, false)));
            options.add(Choice.STEP);
            if (trio.lost() < mostLost) {
                letters.stream()
                        .filter(this::mayGetLost)
                        .forEach(l -> options.add(new Choice(l, true)));
            }
            return options;
        }

        /**
         * Of two arrivals at different nodes that could both happen now, the order does not matter:
         * only the one in which the lower node reads first is gone.
         */
        private boolean mayArrive(Letter letter) {
            boolean isSwapped =
                    last.letter != null
                            && !last.isLoss
                            && last.letter.lane == Lane.DATAGRAM
                            && letter.lane == Lane.DATAGRAM
                            && letter.to < last.letter.to
                            && letter.born < trio.choices();
            return !isSwapped;
        }

        /** When a letter is lost does not matter: it is lost when it is sent. */
        private boolean mayGetLost(Letter letter) {
            return letter.born == trio.choices() || last.isLoss;
        }

        void choose(int option) {
            last = options().get(option);
            trio.countChoice();
            if (last.letter == null) {
                step();
            } else if (last.isLoss) {
                trio.lose(last.letter);
            } else {
                trio.deliver(last.letter);
            }
        }

        /** Stands for the state and what may follow. */
        long digest(List<Choice> options) {
            long sum = 0;
            for (Choice option : options) {
                sum += option.digest();
            }
            return WireFormat.mix(trio.digest() ^ WireFormat.mix(sum));
        }

        /** What the play still brings, it brings now. */
        void finish() {
            while (steps < play.steps()) {
                step();
            }
        }

        private void step() {
            trio.step();
            play.after(++steps, trio);
        }
    }
}

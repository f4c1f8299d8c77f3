package io.gossipdiscovery.sim;

import java.time.Duration;
import java.util.Locale;

/** Virtual-time figures of scenarios, printed only with {@code -Dsim.print=true}. */
final class Figures {
    private static final boolean PRINTS = Boolean.getBoolean("sim.print");

    private Figures() {}

    static void say(String scenario, int nodes, long seed, Duration took) {
        say(scenario, nodes, seed, String.format(Locale.ROOT, "%.3f s", took.toNanos() / 1e9));
    }

    static void say(String scenario, int nodes, long seed, String figure) {
        if (PRINTS) {
            System.out.printf(
                    Locale.ROOT, "%-42s n=%-5d seed=%-10d %s%n", scenario, nodes, seed, figure);
        }
    }
}

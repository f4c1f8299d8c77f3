package io.gossipdiscovery.sim.report;

/** What a figure must and should reach, smaller being better unless said. */
record Goal(double must, double aim, boolean isFloor) {
    static Goal atMost(double must, double aim) {
        return new Goal(must, aim, false);
    }

    static Goal atLeast(double must, double aim) {
        return new Goal(must, aim, true);
    }

    String verdict(double seen) {
        if (Double.isNaN(seen)) {
            return "not measured";
        }
        if (isFloor ? seen >= aim : seen <= aim) {
            return "aim reached";
        }
        return (isFloor ? seen >= must : seen <= must) ? "must reached" : "**missed**";
    }

    /** The worse of two verdicts. */
    static String worse(String one, String other) {
        return rank(one) >= rank(other) ? one : other;
    }

    private static int rank(String verdict) {
        return switch (verdict) {
            case "aim reached" -> 0;
            case "must reached" -> 1;
            case "**missed**" -> 2;
            default -> 3;
        };
    }
}

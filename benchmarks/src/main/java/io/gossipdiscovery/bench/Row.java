package io.gossipdiscovery.bench;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param measure what was measured, under which conditions
 * @param figures what came out
 * @param must the bound that has to be kept, or empty
 * @param aim what we would like, or empty
 */
record Row(String measure, String figures, String must, String aim) {
    static Row of(String measure, String must, String aim, String figures, Object... values) {
        return new Row(measure, String.format(Locale.ROOT, figures, values), must, aim);
    }

    @Override
    public String toString() {
        return "| " + String.join(" | ", measure, figures, must, aim) + " |";
    }
}

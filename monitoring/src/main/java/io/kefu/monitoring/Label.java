package io.kefu.monitoring;

import java.util.List;

/**
 * One label of a meter and the bound on its values. A label never holds an id: its values are either a closed list
 * or names from the configuration, of which the first {@code max} are kept. Anything else is shown as {@value #OTHER},
 * so that no visitor can make the number of time series grow.
 */
public record Label(String name, String meaning, List<String> values, int max) {
    public static final String OTHER = "other";

    /** Values known when the program is built. */
    public static Label closed(String name, List<String> values) {
        return new Label(name, "", List.copyOf(values), values.size());
    }

    /** Values known when the program runs, at most {@code max} of them. */
    public static Label open(String name, String meaning, int max) {
        return new Label(name, meaning, List.of(), max);
    }

    public boolean isClosed() {
        return !values.isEmpty();
    }
}

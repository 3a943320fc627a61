package io.kefu.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds each label of one meter to its bound. Safe for use by many threads; not for the hot path. */
final class Cardinality {
    private final MeterSpec spec;
    private final List<Set<String>> seen = new ArrayList<>();

    Cardinality(MeterSpec spec) {
        this.spec = spec;
        spec.labels().forEach(label -> seen.add(new HashSet<>(label.values())));
    }

    /** The values with those beyond a bound replaced by {@link Label#OTHER}. */
    synchronized List<String> bound(List<String> values) {
        if (values.size() != spec.labels().size()) {
            throw new IllegalArgumentException(
                    spec.name() + " has " + spec.labels().size() + " labels, got " + values.size() + " values");
        }
        List<String> bounded = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            bounded.add(bound(i, values.get(i)));
        }
        return bounded;
    }

    private String bound(int i, String value) {
        Set<String> known = seen.get(i);
        if (known.contains(value)) {
            return value;
        }
        Label label = spec.labels().get(i);
        if (label.isClosed() || known.size() >= label.max()) {
            return Label.OTHER;
        }
        known.add(value);
        return value;
    }

    /** A value that is no longer in use frees its place. */
    synchronized void forget(List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            if (!spec.labels().get(i).isClosed()) {
                seen.get(i).remove(values.get(i));
            }
        }
    }
}

package io.kefu.config;

import java.util.Comparator;

/**
 * One thing that is wrong, where, and what to write instead. Neither text ever holds a secret's value.
 *
 * @param wrong what is wrong, without a full stop
 * @param instead what to write instead, without a full stop
 */
public record Problem(Position position, ProblemCode code, String wrong, String instead)
        implements Comparable<Problem> {

    private static final Comparator<Problem> READING_ORDER =
            Comparator.comparing(Problem::position).thenComparing(Problem::code).thenComparing(Problem::wrong);

    @Override
    public int compareTo(Problem other) {
        return READING_ORDER.compare(this, other);
    }

    /** {@code FILE:LINE:COL  what is wrong — what to write instead  [KEFU-C0nn]}. */
    @Override
    public String toString() {
        return position + "  " + wrong + " — " + instead + "  [" + code.id() + "]";
    }
}

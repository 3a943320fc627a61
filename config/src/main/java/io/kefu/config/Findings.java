package io.kefu.config;

/** Where a {@link Kind.Check} says what is wrong. */
public interface Findings {

    /**
     * A problem with the value at a path relative to the spec, such as {@code rules[2].when}; shown at the nearest
     * value around it when that was left out of the file.
     */
    void report(String path, ProblemCode code, String wrong, String instead);
}

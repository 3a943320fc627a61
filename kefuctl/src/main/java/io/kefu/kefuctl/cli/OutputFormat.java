package io.kefu.kefuctl.cli;

/** How results are printed. */
public enum OutputFormat {
    /** For eyes, within 80 columns. */
    table,
    /** The same with all that there is to say, as wide as that takes. */
    wide,
    json,
    /** What {@code json} says, in YAML 1.2. */
    yaml
}

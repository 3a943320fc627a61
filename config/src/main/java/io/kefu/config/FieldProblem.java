package io.kefu.config;

/**
 * Thrown by a config record's constructor when values that are each within bounds do not fit together. The loader
 * reports it at the field's place in the file.
 */
public final class FieldProblem extends IllegalArgumentException {

    private final String key;
    private final String wrong;
    private final String instead;

    /**
     * A problem with one field.
     *
     * @param key the field's key in YAML; the problem is shown at its value, or at the record when it is absent
     */
    public FieldProblem(String key, String wrong, String instead) {
        super(key + ": " + wrong + " — " + instead);
        this.key = key;
        this.wrong = wrong;
        this.instead = instead;
    }

    /** Throws unless {@code holds}. */
    public static void unless(boolean holds, String key, String wrong, String instead) {
        if (!holds) {
            throw new FieldProblem(key, wrong, instead);
        }
    }

    String key() {
        return key;
    }

    String wrong() {
        return wrong;
    }

    String instead() {
        return instead;
    }
}

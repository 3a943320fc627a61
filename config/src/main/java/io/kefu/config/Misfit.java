package io.kefu.config;

/** A scalar that does not fit its shape; caught where its place is known. Says nothing of the value itself. */
final class Misfit extends Exception {

    private final transient ProblemCode code;
    private final transient String wrong;
    private final transient String instead;

    Misfit(ProblemCode code, String wrong, String instead) {
        super(wrong, null, false, false);
        this.code = code;
        this.wrong = wrong;
        this.instead = instead;
    }

    ProblemCode code() {
        return code;
    }

    String wrong() {
        return wrong;
    }

    String instead() {
        return instead;
    }
}

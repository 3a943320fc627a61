package io.kefu.kefuctl.doctor;

/** What a check says, the worst first. */
enum Verdict {
    /** It breaks something, or loses something. */
    FAIL,
    /** It will, or makes something slow or less safe. */
    WARN,
    OK,
    /** There is nothing to look at here, or it cannot be seen. */
    SKIP;

    String word() {
        return switch (this) {
            case FAIL -> "fail";
            case WARN -> "warn";
            case OK -> "ok";
            case SKIP -> "skip";
        };
    }
}

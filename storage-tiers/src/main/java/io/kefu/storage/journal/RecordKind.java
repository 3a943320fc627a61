package io.kefu.storage.journal;

/** What a record is, stored as {@link #code()}; codes are never given a new meaning. */
public enum RecordKind {
    /** One message of a conversation; it alone carries a {@code seq}. */
    MESSAGE(1),
    /** A change of a conversation that is no message: state, read mark, assignment, erasure … */
    FACT(2),
    /** A change of a group's ledger. */
    LEDGER(3);

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /**
     * The kind with a code.
     *
     * @throws IllegalArgumentException for a code that this version does not know
     */
    public static RecordKind of(int code) {
        return switch (code) {
            case 1 -> MESSAGE;
            case 2 -> FACT;
            case 3 -> LEDGER;
            default ->
                throw new IllegalArgumentException(
                        "record kind " + code + " is unknown: the journal was written by a newer version");
        };
    }
}

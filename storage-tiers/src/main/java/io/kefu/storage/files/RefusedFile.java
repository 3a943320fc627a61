package io.kefu.storage.files;

/** The file is not stored; the message says why, for whoever sent it. */
public final class RefusedFile extends RuntimeException {
    /** Why, in the words of the client protocol's error codes. */
    public enum Reason {
        BAD_REQUEST,
        TOO_LARGE,
        UNSUPPORTED_TYPE,
        OVERLOADED,
        UNAVAILABLE
    }

    private final Reason reason;

    public RefusedFile(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

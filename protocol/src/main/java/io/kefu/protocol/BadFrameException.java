package io.kefu.protocol;

/**
 * A frame that cannot be decoded. The message names the place and what stands there in words for the client; it never
 * repeats the client's bytes. Carries no stack trace: whoever sends garbage must not buy our time with it.
 */
public final class BadFrameException extends Exception {
    /** Why, in few values: fit for a meter's label. */
    public enum Reason {
        /** Over the decoder's bound in bytes. */
        TOO_LARGE,
        /** Not UTF-8 (RFC 3629), or a lone surrogate in an escape. */
        NOT_UTF8,
        /** Not JSON (RFC 8259), or not the protobuf encoding. */
        SYNTAX,
        /** Nested too deep. */
        TOO_DEEP,
        /** A value of another type than the field's, or out of its range. */
        WRONG_TYPE,
        /** A field twice in one object. */
        DUPLICATE_FIELD,
        /** No kind at all. */
        NO_KIND,
        /** More than one kind. */
        TWO_KINDS
    }

    private final Reason reason;

    BadFrameException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}

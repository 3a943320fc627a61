package io.kefu.server.intake;

import io.kefu.protocol.v1.ErrorCode;

/** What was asked is not done; carries the protocol's error. */
public final class Refusal extends RuntimeException {

    private final ErrorCode code;
    private final long retryAfterMillis;

    public Refusal(ErrorCode code, String message) {
        this(code, message, 0);
    }

    /** @param retryAfterMillis when to try again; 0 for not at all */
    public Refusal(ErrorCode code, String message, long retryAfterMillis) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfterMillis = retryAfterMillis;
    }

    static Refusal bad(String message) {
        return new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, message);
    }

    /** For what does not exist and for what may not be seen alike: neither must be told from the other. */
    public static Refusal notFound() {
        return new Refusal(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no such conversation");
    }

    public ErrorCode code() {
        return code;
    }

    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}

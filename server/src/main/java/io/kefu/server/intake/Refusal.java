package io.kefu.server.intake;

import io.kefu.protocol.v1.ErrorCode;

/** What was asked is not done; carries the protocol's error. */
public final class Refusal extends RuntimeException {

    private final ErrorCode code;
    private final long retryAfterMillis;
    private final String limit;

    public Refusal(ErrorCode code, String message) {
        this(code, message, 0);
    }

    /** @param retryAfterMillis when to try again; 0 for not at all */
    public Refusal(ErrorCode code, String message, long retryAfterMillis) {
        this(code, message, retryAfterMillis, "");
    }

    private Refusal(ErrorCode code, String message, long retryAfterMillis, String limit) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfterMillis = retryAfterMillis;
        this.limit = limit;
    }

    /** What came too fast for the limit of this name. */
    public static Refusal limited(String limit, String message, long retryAfterMillis) {
        return new Refusal(ErrorCode.ERROR_CODE_RATE_LIMITED, message, retryAfterMillis, limit);
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

    /** The limit that was reached, by a name of ours; empty for none. */
    public String limit() {
        return limit;
    }
}

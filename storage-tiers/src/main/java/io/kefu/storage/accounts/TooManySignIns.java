package io.kefu.storage.accounts;

/** More passwords are being checked than the machine can do in a short time; nothing was checked. */
public final class TooManySignIns extends RuntimeException {
    private final long retryAfterMs;

    public TooManySignIns(long retryAfterMs) {
        super("too many sign-ins at once — try again in a moment");
        this.retryAfterMs = retryAfterMs;
    }

    public long retryAfterMs() {
        return retryAfterMs;
    }
}

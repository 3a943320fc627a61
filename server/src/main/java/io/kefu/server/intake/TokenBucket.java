package io.kefu.server.intake;

/** Room for some at once, that fills up again with time. Safe for use by many threads. */
public final class TokenBucket {

    private static final double NANOS = 1e9;
    /** What doubles lose; a wait is rather a hair too short than a millisecond too long. */
    private static final double LOST_MILLIS = 1e-6;

    private double tokens;
    private long at;

    /** Full. {@code now} as {@link System#nanoTime}. */
    public TokenBucket(double burst, long now) {
        this.tokens = burst;
        this.at = now;
    }

    /** Takes one and answers 0, or answers the milliseconds until there is one: never 0, which would be a yes. */
    public synchronized long take(double burst, double perSecond, long now) {
        tokens = Math.min(burst, tokens + Math.max(0, now - at) / NANOS * perSecond);
        at = now;
        if (tokens >= 1) {
            tokens -= 1;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - tokens) / perSecond * 1000 - LOST_MILLIS));
    }
}

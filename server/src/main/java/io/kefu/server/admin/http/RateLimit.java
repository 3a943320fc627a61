package io.kefu.server.admin.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.intake.TokenBucket;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key: {@code burst} at once, then {@code perSecond}. At most {@value #MAX_KEYS} keys are
 * remembered; a forgotten key is one that has been full again, or the least used.
 */
public final class RateLimit {
    static final int MAX_KEYS = 100_000;

    private final double burst;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private final Cache<String, TokenBucket> buckets;

    /** {@code nanoTime} as {@link System#nanoTime}. */
    public RateLimit(double burst, double perSecond, LongSupplier nanoTime) {
        if (!(burst >= 1) || !(perSecond > 0)) {
            throw new IllegalArgumentException("a limit must let something pass");
        }
        this.burst = burst;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .executor(Runnable::run) // what a cache has to tidy is little: a change of threads costs more
                .expireAfterAccess(Duration.ofSeconds(1 + (long) (burst / perSecond)))
                .build();
    }

    /** Takes one, or throws {@code rate_limited} with the time until there is one. */
    public void take(String key) {
        long waitMs = tryTake(key);
        if (waitMs > 0) {
            throw ApiException.later(ErrorCode.ERROR_CODE_RATE_LIMITED, "too many requests — slow down", waitMs);
        }
    }

    /** Takes one and answers 0, or answers the milliseconds until there is one. */
    public long tryTake(String key) {
        long now = nanoTime.getAsLong();
        return buckets.get(key, k -> new TokenBucket(burst, now)).take(burst, perSecond, now);
    }
}

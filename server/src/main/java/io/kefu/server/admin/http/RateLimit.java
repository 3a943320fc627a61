package io.kefu.server.admin.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kefu.protocol.v1.ErrorCode;
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
    private final Cache<String, Bucket> buckets;

    private static final class Bucket {
        private double tokens;
        private long at;

        private Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

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
    long tryTake(String key) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(key, k -> new Bucket(burst, now));
        synchronized (bucket) {
            double gained = Math.max(0, now - bucket.at) / 1e9 * perSecond;
            bucket.tokens = Math.min(burst, bucket.tokens + gained);
            bucket.at = now;
            if (bucket.tokens >= 1) {
                bucket.tokens -= 1;
                return 0;
            }
            // A hair less, for what the doubles lost; never 0, which would be a yes.
            return Math.max(1, (long) Math.ceil((1 - bucket.tokens) / perSecond * 1000 - 1e-6));
        }
    }
}

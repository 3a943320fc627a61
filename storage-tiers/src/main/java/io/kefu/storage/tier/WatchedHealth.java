package io.kefu.storage.tier;

import java.time.Instant;

/** A tier's health as its calls find it. Any thread. */
public final class WatchedHealth {
    private volatile TierHealth health = TierHealth.ok(Instant.now());

    public TierHealth now() {
        return health;
    }

    /** A call was answered. */
    public void answered() {
        if (!health.available()) {
            health = TierHealth.ok(Instant.now());
        }
    }

    /** A call was not: the answer is what it throws. */
    public TierUnavailableException failed(TierUnavailableException reason) {
        TierHealth before = health;
        health = TierHealth.unavailable(reason.getMessage(), before.available() ? Instant.now() : before.since());
        return reason;
    }
}

package io.kefu.storage.accounts;

import java.time.Duration;

/** How long a token lasts. A visitor's slides: each use, at most once an hour, starts it anew. */
public record TokenLifetimes(Duration visitor, Duration agent) {
    public static final TokenLifetimes DEFAULT = new TokenLifetimes(Duration.ofDays(30), Duration.ofHours(12));

    public TokenLifetimes {
        if (!visitor.isPositive() || !agent.isPositive()) {
            throw new IllegalArgumentException("a token's lifetime must be positive");
        }
    }
}

package io.kefu.storage.ageing;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops whole UTC days from the last tier once they are older than the policy keeps anything. They are gone for good. */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final MessageTier tier;
    private final Duration keep;
    private final InstantSource clock;

    public Retention(MessageTier tier, Duration keep, InstantSource clock) {
        this.tier = tier;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Drops every day that has had its time.
     *
     * @return how many messages those had
     */
    public long run() {
        LocalDate first = LocalDate.ofInstant(clock.instant().minus(keep), ZoneOffset.UTC);
        try {
            long dropped = tier.days().stream()
                    .filter(day -> day.isBefore(first))
                    .mapToLong(tier::drop)
                    .sum();
            if (dropped > 0) {
                LOG.info("{} messages from before {} were dropped: the policy keeps none longer", dropped, first);
            }
            return dropped;
        } catch (TierUnavailableException e) {
            LOG.warn("days from before {} stay in the {} tier: {}", first, tier.name(), e.getMessage());
            return 0;
        }
    }
}

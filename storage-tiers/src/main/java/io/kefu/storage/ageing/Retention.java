package io.kefu.storage.ageing;

import io.kefu.storage.hold.Holds;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what a tier holds of UTC days once it is older than the policy keeps it, by channel where a channel has a time of
 * its own. It is gone for good. What is held stays.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final MessageTier tier;
    private final KeepTimes keep;
    private final Holds holds;
    private final InstantSource clock;

    public Retention(MessageTier tier, KeepTimes keep, Holds holds, InstantSource clock) {
        this.tier = tier;
        this.keep = keep;
        this.holds = holds;
        this.clock = clock;
    }

    /**
     * Drops all that has had its time.
     *
     * @return how many messages that were
     */
    public long run() {
        try {
            long dropped = tier.days().stream().mapToLong(this::drop).sum();
            if (dropped > 0) {
                LOG.info("{} messages left the {} tier: the policy keeps none longer", dropped, tier.name());
            }
            return dropped;
        } catch (TierUnavailableException e) {
            LOG.warn("what has had its time stays in the {} tier: {}", tier.name(), e.getMessage());
            return 0;
        }
    }

    private long drop(LocalDate day) {
        Instant now = clock.instant();
        return holds.undisturbed(
                held -> keep.outdated(day, now, held).map(tier::drop).orElse(0L));
    }
}

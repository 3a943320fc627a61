package io.kefu.storage;

import io.kefu.storage.history.TierReader;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.tier.MessageTier;

/** A tier with who carries records into it and who reads from it. */
record StandingTier(TierRole role, Access access, MessageTier tier, Projector projector, TierReader reader)
        implements AutoCloseable {

    /** Stops the projector after the batch that is under way, then closes the rest. */
    @Override
    public void close() {
        try {
            projector.close();
        } finally {
            try {
                reader.close();
            } finally {
                tier.close();
            }
        }
    }
}

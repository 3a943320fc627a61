package io.kefu.storage;

import io.kefu.storage.projection.ProjectorStatus;
import io.kefu.storage.tier.TierFacts;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Storage in numbers for people.
 *
 * @param tiers newest first
 * @param ageing days that have had their time in the warm tier and are still there
 * @param disagreeing days of which the last verification found that warm and cold tier differ; empty before the first one
 */
public record StorageReport(List<Tier> tiers, List<LocalDate> ageing, List<LocalDate> disagreeing) {
    public StorageReport {
        tiers = List.copyOf(tiers);
        ageing = List.copyOf(ageing);
        disagreeing = List.copyOf(disagreeing);
    }

    /**
     * One tier.
     *
     * @param facts empty when it does not answer
     */
    public record Tier(ProjectorStatus status, Optional<TierFacts> facts) {}
}

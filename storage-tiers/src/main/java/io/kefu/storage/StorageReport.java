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
 * @param changes tiers on their way to another engine
 * @param left what holds messages of before a change and is used no more, such as {@code warm sqlite}
 */
public record StorageReport(
        List<Tier> tiers,
        List<LocalDate> ageing,
        List<LocalDate> disagreeing,
        List<TierChange> changes,
        List<String> left) {
    public StorageReport {
        tiers = List.copyOf(tiers);
        ageing = List.copyOf(ageing);
        disagreeing = List.copyOf(disagreeing);
        changes = List.copyOf(changes);
        left = List.copyOf(left);
    }

    /**
     * One tier.
     *
     * @param facts empty when it does not answer
     */
    public record Tier(ProjectorStatus status, Optional<TierFacts> facts) {}
}

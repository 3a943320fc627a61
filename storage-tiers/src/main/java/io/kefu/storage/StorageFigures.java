package io.kefu.storage;

import io.kefu.storage.history.History;
import io.kefu.storage.history.TierReader;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.projection.ProjectorStatus;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierFacts;
import io.kefu.storage.tier.TierUnavailableException;
import java.util.List;
import java.util.Optional;

/** Storage in numbers. */
final class StorageFigures {
    private StorageFigures() {}

    static StorageStatus status(Journal journal, Standing standing, List<TierChange> changes, long keptDays) {
        List<ProjectorStatus> all =
                standing.all().stream().map(each -> each.projector().status()).toList();
        return new StorageStatus(
                journal.health(),
                journal.begin(),
                journal.end(),
                journal.checkpointOffset(),
                all,
                all.stream().filter(each -> isLate(standing, each)).toList(),
                changes,
                keptDays);
    }

    private static boolean isLate(Standing standing, ProjectorStatus tier) {
        TierRole role = tier.tier().equals(TierRole.COLD.word()) ? TierRole.COLD : TierRole.WARM;
        return tier.lag().compareTo(standing.budget(role)) > 0;
    }

    static StorageReport report(Standing standing, Days days, List<TierChange> changes, List<String> left) {
        List<StorageReport.Tier> tiers = standing.all().stream()
                .map(each -> new StorageReport.Tier(each.projector().status(), facts(each.reader())))
                .toList();
        return new StorageReport(tiers, days.due(), days.disagreeing(), changes, left);
    }

    private static Optional<TierFacts> facts(TierReader reader) {
        try {
            return Optional.of(reader.ask(History.BOUND, MessageTier::facts));
        } catch (TierUnavailableException e) {
            return Optional.empty();
        }
    }
}

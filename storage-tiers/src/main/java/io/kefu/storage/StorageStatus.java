package io.kefu.storage;

import io.kefu.storage.journal.JournalHealth;
import io.kefu.storage.projection.ProjectorStatus;
import java.util.List;

/**
 * How storage does.
 *
 * @param tiers newest first
 * @param late those that lag behind the journal by more than the policy allows them
 * @param changes tiers on their way to another engine
 * @param kept days that the warm tier keeps beyond its time, as no colder tier has confirmed them
 */
public record StorageStatus(
        JournalHealth journal,
        long journalBegin,
        long journalEnd,
        long checkpoint,
        List<ProjectorStatus> tiers,
        List<ProjectorStatus> late,
        List<TierChange> changes,
        long kept) {
    public StorageStatus {
        tiers = List.copyOf(tiers);
        late = List.copyOf(late);
        changes = List.copyOf(changes);
    }
}

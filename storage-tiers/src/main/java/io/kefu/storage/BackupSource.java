package io.kefu.storage;

import io.kefu.storage.backup.Backup;
import io.kefu.storage.backup.Manifest;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.ProjectionSource;
import io.kefu.storage.projection.Replay;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;

/** What storage does for a copy of itself. */
record BackupSource(Tiers tiers, StandingFile file, Lock turn, ProjectionSource source) implements Backup.Source {
    private static final Duration BOUND = Duration.ofMinutes(1);

    /** The cold one first: what it does not hold yet is in the warm one, as no day leaves that meanwhile. */
    @Override
    public List<Manifest.Tier> copyTiers(Path directory) {
        List<Manifest.Tier> kept = new ArrayList<>();
        turn.lock();
        try {
            for (StandingTier each : tiers.now().deep().reversed()) {
                MessageTier tier = each.tier();
                kept.add(new Manifest.Tier(tier.name(), tier.engine(), tier.copyTo(directory)));
            }
            file.copyTo(directory);
            tiers.restored().copyTo(directory);
        } finally {
            turn.unlock();
        }
        return kept.reversed();
    }

    @Override
    public Backup.Reach carry(Path copied) {
        Path warm = copied.resolve("tiers").resolve(WarmTier.FILE);
        try (Journal journal = SqliteJournal.open(copied.resolve("journal"))) {
            if (Files.exists(warm)) {
                carry(journal, copied.resolve("tiers/aside.db"), warm);
            }
            return new Backup.Reach(journal.begin(), journal.end());
        }
    }

    private void carry(Journal journal, Path asideFile, Path warm) {
        try (AsideFile aside = AsideFile.open(asideFile);
                WarmTier tier = WarmTier.open("warm", warm, BOUND)) {
            while (tier.cursor() < journal.end()) {
                Replay.run(journal, tier, source, aside, BOUND);
            }
        }
    }
}

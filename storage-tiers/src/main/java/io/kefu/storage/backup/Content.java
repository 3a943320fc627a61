package io.kefu.storage.backup;

import io.kefu.storage.duckdb.DuckDbSettings;
import io.kefu.storage.duckdb.DuckDbTier;
import io.kefu.storage.tier.DayDigest;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What the tiers in a directory's files hold, day by day. */
public final class Content {
    private static final Duration BOUND = Duration.ofMinutes(10);

    private Content() {}

    /**
     * The messages of each day, from the warm tier's file where that holds the day, else from the cold one's. Nobody else
     * may have the files open.
     *
     * @param tiers the directory of their files; each counts where it is there
     */
    public static List<DayDigest> of(Path tiers) {
        List<DayDigest> days = new ArrayList<>();
        try (OpenTiers files = new OpenTiers(tiers)) {
            TreeMap<LocalDate, MessageTier> holders = new TreeMap<>();
            files.open.forEach(tier -> tier.days().forEach(day -> holders.put(day, tier)));
            holders.forEach((day, tier) -> days.add(tier.digest(day)));
        }
        return days;
    }

    /** Those that are there, the coldest first. */
    private static final class OpenTiers implements AutoCloseable {
        private final List<MessageTier> open = new ArrayList<>();

        OpenTiers(Path tiers) {
            Path cold = tiers.resolve(DuckDbTier.FILE);
            Path warm = tiers.resolve(WarmTier.FILE);
            if (Files.exists(cold)) {
                open.add(DuckDbTier.open(DuckDbSettings.cold(cold, BOUND)));
            }
            if (Files.exists(warm)) {
                open.add(WarmTier.open("warm", warm, BOUND));
            }
        }

        @Override
        public void close() {
            open.forEach(MessageTier::close);
        }
    }
}

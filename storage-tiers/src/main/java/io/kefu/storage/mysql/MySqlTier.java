package io.kefu.storage.mysql;

import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.sql.SqlTier;
import java.time.Duration;

/** Opens tiers in MySQL. */
public final class MySqlTier {
    private MySqlTier() {}

    /**
     * Connects, looks the server over and brings the tables to this release.
     *
     * @param readBound how long a read or a search may wait for the server
     * @throws io.kefu.storage.tier.TierUnavailableException with all that is wrong, and the remedies
     */
    public static SqlTier open(SqlSettings settings, Duration readBound) {
        return SqlTier.open(new MySqlEngine(), settings, readBound);
    }
}

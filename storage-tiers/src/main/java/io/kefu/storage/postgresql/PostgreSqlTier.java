package io.kefu.storage.postgresql;

import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.sql.SqlTier;
import java.time.Duration;

/** Opens tiers in PostgreSQL. */
public final class PostgreSqlTier {
    private PostgreSqlTier() {}

    /**
     * Connects, looks the server over and brings the tables to this release.
     *
     * @param readBound how long a read or a search may wait for the server
     * @throws io.kefu.storage.tier.TierUnavailableException with all that is wrong, and the remedies
     */
    public static SqlTier open(SqlSettings settings, Duration readBound) {
        return SqlTier.open(new PostgreSqlEngine(), settings, readBound);
    }
}

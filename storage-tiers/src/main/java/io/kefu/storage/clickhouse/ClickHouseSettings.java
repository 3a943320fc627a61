package io.kefu.storage.clickhouse;

import java.time.Duration;
import java.util.Objects;

/**
 * How a tier in ClickHouse is reached and runs.
 *
 * @param tier the tier's name: {@code cold}
 * @param url {@code jdbc:clickhouse://host:8123/database}, without user and password; the database exists
 * @param keep after how long the engine itself drops whole months; null for never. Only for the coldest tier, behind which
 *     there is none to confirm
 * @param readBound how long a read, a search or an append may take
 */
public record ClickHouseSettings(
        String tier, String url, String user, String password, Duration keep, Duration readBound) {
    public ClickHouseSettings {
        Objects.requireNonNull(url, "url");
        user = user == null || user.isEmpty() ? "default" : user;
        password = Objects.requireNonNullElse(password, "");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return tier + " in ClickHouse at " + url + " as " + user;
    }
}

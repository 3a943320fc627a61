package io.kefu.storage.clickhouse;

import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Rewrites the parts that hold conversations' rows, and looks whether none is left, nor a part of before on the disk. */
final class Erasure {
    /** Parts of before may be removed a second after nobody reads from them any more ({@link ClickHouseSchema}). */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_MILLIS = 1_100;

    /**
     * The server looks for such parts when it has other work, which may be minutes later; but always when a partition
     * is dropped, be it one that there is not.
     */
    private static final List<String> CLEANUPS =
            List.of("ALTER TABLE message DROP PARTITION ID '190001'", "ALTER TABLE thread DROP PARTITION ID '190001'");

    private static final String OUTDATED = "SELECT count() FROM system.parts WHERE database = currentDatabase()"
            + " AND table IN ('message', 'thread') AND NOT active AND modification_time <= fromUnixTimestamp(?)";

    private final Connection connection;
    private final List<String> conversations;
    private final String those;

    Erasure(Connection connection, List<String> conversations) {
        this.connection = connection;
        this.conversations = conversations;
        this.those = " conversation IN (" + String.join(", ", Collections.nCopies(conversations.size(), "?")) + ")";
    }

    /** How many messages there were. */
    long run() throws SQLException {
        long removed = count("SELECT count() FROM message FINAL WHERE" + those);
        execute("ALTER TABLE message DELETE WHERE" + those + " SETTINGS mutations_sync = 2");
        execute("ALTER TABLE thread DELETE WHERE" + those + " SETTINGS mutations_sync = 2");
        long left =
                count("SELECT count() FROM message WHERE" + those) + count("SELECT count() FROM thread WHERE" + those);
        if (left > 0) {
            throw new TierUnavailableException(
                    left
                            + " rows are still there after they were erased. Erase again; if they stay, look at system.mutations");
        }
        return removed;
    }

    /**
     * Has the server remove from the disk what parts were left by what happened before the call.
     *
     * @throws TierUnavailableException when that takes minutes: something reads from them, or the server's own table
     *     settings keep them
     */
    static void demandNoOldParts(Connection connection) throws SQLException {
        long now = number(connection, "SELECT toUnixTimestamp(now())", 0);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long parts = number(connection, OUTDATED, now);
        while (parts > 0) {
            if (System.nanoTime() > deadline) {
                throw new TierUnavailableException(parts + " parts of before the erasure are still on the disk. They go"
                        + " old_parts_lifetime seconds after the last query that reads them: look at system.parts"
                        + " (active = 0) and system.processes");
            }
            pause();
            clean(connection);
            parts = number(connection, OUTDATED, now);
        }
    }

    private static void clean(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : CLEANUPS) {
                statement.execute(each);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("the wait for old parts to go was interrupted", e);
        }
    }

    private static long number(Connection connection, String sql, long value) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (sql.contains("?")) {
                select.setLong(1, value);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < conversations.size(); i++) {
            statement.setString(i + 1, conversations.get(i));
        }
        return statement;
    }

    private long count(String sql) throws SQLException {
        try (PreparedStatement select = prepare(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            statement.execute();
        }
    }
}

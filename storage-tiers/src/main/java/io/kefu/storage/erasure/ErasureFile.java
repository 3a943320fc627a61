package io.kefu.storage.erasure;

import io.kefu.storage.sqlite.Schema;
import io.kefu.storage.sqlite.SqliteStore;
import io.kefu.storage.sqlite.WriteConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code erasures.db}: what is to be erased, written before anything is, and how far that is. It holds ids alone, which
 * point at nothing once the erasure is complete. What a call wrote is on disk.
 */
public final class ErasureFile implements AutoCloseable {
    private static final Schema SCHEMA = new Schema(List.of(
            List.of(
                    "CREATE TABLE erasure (id TEXT PRIMARY KEY, visitor TEXT NOT NULL, asked INTEGER NOT NULL,"
                            + " ended INTEGER NOT NULL) STRICT",
                    "CREATE INDEX erasure_by_visitor ON erasure (visitor, asked)",
                    "CREATE INDEX erasure_open ON erasure (asked) WHERE ended = 0",
                    "CREATE TABLE part (erasure TEXT NOT NULL, place TEXT NOT NULL, count INTEGER NOT NULL,"
                            + " pending TEXT NOT NULL, PRIMARY KEY (erasure, place)) STRICT",
                    "CREATE TABLE gone (conversation TEXT PRIMARY KEY, erasure TEXT NOT NULL) STRICT",
                    "CREATE INDEX gone_by_erasure ON gone (erasure)",
                    "CREATE TABLE kept (erasure TEXT NOT NULL, conversation TEXT NOT NULL,"
                            + " PRIMARY KEY (erasure, conversation)) STRICT"),
            List.of("CREATE TABLE untouched (erasure TEXT NOT NULL, place TEXT NOT NULL,"
                    + " PRIMARY KEY (erasure, place)) STRICT")));

    /** One that came back is of the later erasure. */
    private static final String GONE = "INSERT INTO gone VALUES (?, ?) ON CONFLICT (conversation)"
            + " DO UPDATE SET erasure = excluded.erasure WHERE erasure <> excluded.erasure";

    private static final Duration BOUND = Duration.ofSeconds(5);

    private final SqliteStore store;

    private ErasureFile(SqliteStore store) {
        this.store = store;
    }

    /** Opens the file, which is made when it is not there. */
    public static ErasureFile open(Path path) {
        return new ErasureFile(SqliteStore.open(path, SCHEMA, 2));
    }

    /** @param gone conversations that are known to be the visitor's already */
    void begin(String id, String visitor, Instant asked, Collection<String> gone) {
        write(open -> {
            for (String each : gone) {
                run(open, GONE, each, id);
            }
            return run(open, "INSERT INTO erasure VALUES (?, ?, ?, 0)", id, visitor, asked.toEpochMilli());
        });
    }

    /**
     * Adds conversations to an erasure, and says which stay.
     *
     * @return whether one was new: then every place is to be gone over once more
     */
    boolean mark(String id, Collection<String> gone, Collection<String> held) {
        return write(open -> {
            int added = 0;
            for (String each : gone) {
                added += run(open, GONE, each, id);
            }
            run(open, "DELETE FROM kept WHERE erasure = ?", id);
            for (String each : held) {
                run(open, "INSERT INTO kept VALUES (?, ?)", id, each);
            }
            return added > 0;
        });
    }

    /** Counts add up over attempts. */
    void note(String id, List<Part> parts) {
        write(open -> {
            for (Part each : parts) {
                run(
                        open,
                        "INSERT INTO part VALUES (?, ?, ?, ?) ON CONFLICT (erasure, place)"
                                + " DO UPDATE SET count = count + excluded.count, pending = excluded.pending",
                        id,
                        each.place(),
                        each.count(),
                        each.pending());
            }
            return parts;
        });
        store.look();
    }

    /** Parts that are no more, as of a tier that was let go, are not waited for. */
    void forgetPending(String id) {
        write(open -> run(open, "DELETE FROM part WHERE erasure = ? AND pending <> ''", id));
    }

    /** @param untouched what was not reached, and will not be */
    void end(String id, Instant at, Collection<String> untouched) {
        write(open -> {
            run(open, "DELETE FROM untouched WHERE erasure = ?", id);
            for (String each : untouched) {
                run(open, "INSERT INTO untouched VALUES (?, ?)", id, each);
            }
            return run(open, "UPDATE erasure SET ended = ? WHERE id = ?", at.toEpochMilli(), id);
        });
    }

    /** Whatever ended then or later is to be done again, in a copy whose other files may be from before its end. */
    public void again(Instant since) {
        write(open -> run(open, "UPDATE erasure SET ended = 0 WHERE ended >= ?", since.toEpochMilli()));
    }

    private static int run(WriteConnection open, String sql, Object... values) throws SQLException {
        PreparedStatement statement = open.statement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement.executeUpdate();
    }

    private <T> T write(WriteConnection.Work<T> work) {
        return store.write(work);
    }

    Optional<Erasure> find(String id) {
        return store.read(
                BOUND,
                connection -> erasures(connection, "WHERE id = ?", id).stream().findFirst());
    }

    /** The visitor's that is not complete. */
    Optional<Erasure> pendingOf(String visitor) {
        return store.read(
                BOUND,
                connection ->
                        erasures(connection, "WHERE visitor = ? AND ended = 0 ORDER BY asked DESC LIMIT 1", visitor)
                                .stream()
                                .findFirst());
    }

    /** Whether the visitor was ever to be erased. */
    boolean knows(String visitor) {
        return store.read(
                BOUND,
                connection -> !texts(connection, "SELECT id FROM erasure WHERE visitor = ?", visitor)
                        .isEmpty());
    }

    /** Those that are not complete, the oldest first. */
    public List<Erasure> pending() {
        return store.read(BOUND, connection -> erasures(connection, "WHERE ended = 0 ORDER BY asked LIMIT 1000"));
    }

    /** The latest ones, newest first. */
    List<Erasure> latest(int limit) {
        return store.read(BOUND, connection -> erasures(connection, "ORDER BY asked DESC LIMIT " + limit));
    }

    Set<String> conversations(String id) {
        return store.read(
                BOUND,
                connection ->
                        new LinkedHashSet<>(texts(connection, "SELECT conversation FROM gone WHERE erasure = ?", id)));
    }

    /** Whether a conversation is erased, or is to be. */
    public boolean isGone(String conversation) {
        return store.read(
                BOUND,
                connection -> !texts(connection, "SELECT erasure FROM gone WHERE conversation = ?", conversation)
                        .isEmpty());
    }

    private static List<Erasure> erasures(Connection connection, String which, Object... values) throws SQLException {
        List<Erasure> found = new ArrayList<>();
        try (PreparedStatement select =
                        bound(connection, "SELECT id, visitor, asked, ended FROM erasure " + which, values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String id = row.getString(1);
                found.add(new Erasure(
                        id,
                        row.getString(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getLong(4) == 0 ? null : Instant.ofEpochMilli(row.getLong(4)),
                        texts(connection, "SELECT conversation FROM gone WHERE erasure = ?", id)
                                .size(),
                        parts(connection, id),
                        texts(connection, "SELECT conversation FROM kept WHERE erasure = ? ORDER BY conversation", id),
                        texts(connection, "SELECT place FROM untouched WHERE erasure = ? ORDER BY place", id)));
            }
        }
        return found;
    }

    private static List<Part> parts(Connection connection, String id) throws SQLException {
        List<Part> found = new ArrayList<>();
        try (PreparedStatement select = bound(
                        connection, "SELECT place, count, pending FROM part WHERE erasure = ? ORDER BY rowid", id);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(new Part(row.getString(1), row.getLong(2), row.getString(3)));
            }
        }
        return found;
    }

    static List<String> texts(Connection connection, String sql, Object... values) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = bound(connection, sql, values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    private static PreparedStatement bound(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Who and what was ever to be erased, in the order of asking, for whoever puts a backup back. */
    public List<Tombstone> tombstones() {
        return store.read(BOUND, connection -> {
            List<Tombstone> found = new ArrayList<>();
            for (Erasure each : erasures(connection, "ORDER BY asked")) {
                found.add(new Tombstone(
                        each.visitorId(),
                        each.askedAt(),
                        Set.copyOf(texts(connection, "SELECT conversation FROM gone WHERE erasure = ?", each.id()))));
            }
            return found;
        });
    }

    @Override
    public void close() {
        store.close();
    }
}

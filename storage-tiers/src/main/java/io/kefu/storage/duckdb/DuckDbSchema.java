package io.kefu.storage.duckdb;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.text.Signature;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of {@code cold.duckdb}.
 *
 * <p>No index: it would have to lie in memory whole. Each piece of 122,880 rows knows the least and the greatest value of
 * its columns, so rows are found quickly where they lie in order: by ({@code key}, {@code seq}) in each month that is over, and in each half
 * million rows of this one.
 * The key is a hash of the conversation's id, so that a conversation is in one piece, or two, of each month. {@code words}
 * are looked at by a search where the signature in {@code sig0} to {@code sig3} lets it expect something, which takes a fifth
 * of the time that walking all of them does. They are not compressed: single ones are read two and a half times as quickly.
 */
final class DuckDbSchema {
    /** With it the format of data that a release tells goes up ({@code bin/lib/release.sh}). */
    static final int VERSION = 3;

    private static final String MESSAGE = """
              key BIGINT NOT NULL,
              conversation VARCHAR NOT NULL,
              seq BIGINT NOT NULL,
              epoch VARCHAR NOT NULL,
              channel VARCHAR NOT NULL,
              visitor VARCHAR NOT NULL,
              author_kind VARCHAR NOT NULL,
              author VARCHAR NOT NULL,
              at_ms BIGINT NOT NULL,
              day INTEGER NOT NULL,
              internal BOOLEAN NOT NULL,
              text VARCHAR NOT NULL,
              body BLOB NOT NULL,
              amend_kind TINYINT NOT NULL,
              amend_by BIGINT NOT NULL,
              amend_text VARCHAR NOT NULL,
              words VARCHAR USING COMPRESSION uncompressed NOT NULL,
              sig0 BIGINT,
              sig1 BIGINT,
              sig2 BIGINT,
              sig3 BIGINT
            """;

    private static final List<String> TABLES = List.of(
            "CREATE OR REPLACE TABLE message (" + MESSAGE + ")",
            "CREATE OR REPLACE TABLE thread (key BIGINT NOT NULL, id VARCHAR NOT NULL, visitor VARCHAR NOT NULL,"
                    + " epoch VARCHAR NOT NULL, team VARCHAR, top_seq BIGINT)");

    private static final List<String> NAMES = List.of("message", "thread", "mark");

    /** The mark of a file in which deleted rows' bytes are left: it goes when the file is written anew. */
    static final String TORN = "torn";

    private static final String MARK = "CREATE TABLE IF NOT EXISTS mark (name VARCHAR NOT NULL, value BIGINT NOT NULL)";

    /** Of the writing connection alone: what a batch brings, before it is compared with what is there. */
    private static final List<String> BATCH = List.of(
            "CREATE TEMP TABLE incoming (" + MESSAGE.replace(" USING COMPRESSION uncompressed", "") + ")",
            "CREATE TEMP TABLE amending (key BIGINT, conversation VARCHAR, seq BIGINT, kind TINYINT, by_seq BIGINT,"
                    + " text VARCHAR, words VARCHAR, sig0 BIGINT, sig1 BIGINT, sig2 BIGINT, sig3 BIGINT)",
            "CREATE TEMP TABLE talk (key BIGINT, id VARCHAR, visitor VARCHAR, epoch VARCHAR, team VARCHAR,"
                    + " top_seq BIGINT)");

    private DuckDbSchema() {}

    /** Writes all rows beside the file, each table's for itself: they are all that is in those. */
    static void write(Connection connection, Path file) throws SQLException {
        for (String table : NAMES) {
            execute(
                    connection,
                    "COPY (SELECT * FROM " + table + (table.equals("mark") ? " WHERE name <> '" + TORN + "'" : "")
                            + ") TO " + rows(file, table) + " (FORMAT parquet, COMPRESSION zstd)");
        }
    }

    /** Makes the tables anew from what was {@link #write written} beside a file. */
    static void fill(Connection connection, Path file) throws SQLException {
        for (String sql : TABLES) {
            execute(connection, sql);
        }
        execute(connection, MARK);
        for (String table : NAMES) {
            execute(connection, "INSERT INTO " + table + " SELECT * FROM read_parquet(" + rows(file, table) + ")");
        }
    }

    /** Where a table's rows lie for as long as the file is written anew. */
    static List<Path> rows(Path file) {
        return NAMES.stream().map(table -> Path.of(file + "." + table)).toList();
    }

    private static String rows(Path file, String table) {
        return "'" + Path.of(file + "." + table).toAbsolutePath().toString().replace("'", "''") + "'";
    }

    /** Every table, as it is, into a file that is not there yet. */
    static void copy(Connection connection, Path file) throws SQLException {
        String name = name(connection);
        execute(connection, "ATTACH '" + file.toAbsolutePath().toString().replace("'", "''") + "' AS taken");
        try {
            execute(connection, "COPY FROM DATABASE \"" + name + "\" TO taken");
            // Asked for, it says when the disk is full; what a detaching does by itself does not.
            execute(connection, "CHECKPOINT taken");
        } finally {
            execute(connection, "DETACH taken");
        }
    }

    private static String name(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_database()")) {
            row.next();
            return row.getString(1).replace("\"", "\"\"");
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void bring(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (isEmpty(statement)) {
                make(statement);
            }
            demandKnown(statement, file);
            migrate(statement);
            for (String sql : BATCH) {
                statement.execute(sql);
            }
        }
    }

    /** The mark of a cursor, by which a finished file is known, comes last. */
    private static void make(Statement statement) throws SQLException {
        for (String sql : TABLES) {
            statement.execute(sql);
        }
        statement.execute(
                "INSERT INTO mark VALUES ('schema', " + VERSION + "), ('ordered', 0), ('loose', 0), ('cursor', 0)");
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        statement.execute(MARK);
        return DuckDbFile.number(statement, "SELECT count(*) FROM mark") == 0;
    }

    /** Each step once, whatever file it meets: one that ended half-way is taken again. */
    private static void migrate(Statement statement) throws SQLException {
        long from = DuckDbFile.number(statement, "SELECT value FROM mark WHERE name = 'schema'");
        if (from < 2) {
            for (int lane = 0; lane < Signature.LANES; lane++) {
                statement.execute("ALTER TABLE message ADD COLUMN IF NOT EXISTS sig" + lane + " BIGINT DEFAULT "
                        + Signature.UNKNOWN);
            }
        }
        if (from < 3) {
            statement.execute("ALTER TABLE thread ADD COLUMN IF NOT EXISTS top_seq BIGINT DEFAULT 0");
            statement.execute("UPDATE thread t SET top_seq = m.top_seq FROM"
                    + " (SELECT key, conversation, max(seq) AS top_seq FROM message GROUP BY ALL) m"
                    + " WHERE m.key = t.key AND m.conversation = t.id");
        }
        statement.execute("UPDATE mark SET value = " + VERSION + " WHERE name = 'schema' AND value < " + VERSION);
    }

    private static void demandKnown(Statement statement, Path file) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT value FROM mark WHERE name = 'schema'")) {
            row.next();
            if (row.getLong(1) > VERSION) {
                throw new StorageException(file + " was written by a newer version: it has schema " + row.getLong(1)
                        + ", this one knows " + VERSION + ". Run the newer version, or restore a backup");
            }
        }
    }
}

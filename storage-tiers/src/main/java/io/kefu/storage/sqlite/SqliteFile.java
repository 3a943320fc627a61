package io.kefu.storage.sqlite;

import io.kefu.storage.fault.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/**
 * One SQLite database file in WAL mode, and how connections to it are made.
 *
 * <p>A writing connection syncs on every commit ({@code synchronous=FULL}), overwrites what it deletes
 * ({@code secure_delete}) and leaves WAL checkpoints to a {@link WalKeeper}. Each setting is read back: a build of SQLite
 * that ignores one is refused rather than trusted.
 */
public record SqliteFile(Path path) {
    /** How long a statement waits for a lock that another connection holds. */
    static final int BUSY_MILLIS = 5_000;

    private static final int READ_CACHE_KIB = 2_048;

    /** The driver asks for the last row's number after each insert otherwise: a quarter of what an insert costs. */
    private static final Properties DRIVER = new Properties();

    static {
        DRIVER.setProperty(SQLiteConfig.Pragma.JDBC_GET_GENERATED_KEYS.getPragmaName(), "false");
    }

    /** A connection in manual-commit mode, for one thread at a time. */
    public Connection openWriter() throws SQLException {
        return opened(connection -> {
            demand(connection, "journal_mode", "WAL", "wal");
            demand(connection, "synchronous", "FULL", "2");
            demand(connection, "secure_delete", "ON", "1");
            demand(connection, "wal_autocheckpoint", "0", "0");
            demand(connection, "foreign_keys", "ON", "1");
            connection.setAutoCommit(false);
        });
    }

    /** A connection that cannot write, for one thread at a time. The file must exist. */
    public Connection openReader() throws SQLException {
        return opened(connection -> {
            demand(connection, "query_only", "ON", "1");
            demand(connection, "cache_size", "-" + READ_CACHE_KIB, "-" + READ_CACHE_KIB);
        });
    }

    /**
     * Copies the database as of one moment into a new file, while others write to it ({@code VACUUM INTO},
     * sqlite.org/lang_vacuum.html): writers go on, and the write-ahead log grows meanwhile.
     *
     * @throws StorageException when it cannot be read or the copy cannot be written
     */
    public void copyTo(Path copy) {
        try (Connection connection = opened(_ -> {});
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, copy.toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw new StorageException("it cannot be copied to " + copy + ": " + SqliteFailure.explain(path, e), e);
        }
    }

    /** What to throw for an error that the caller of a read cannot mend. */
    public StorageException failed(SQLException e) {
        return new StorageException(SqliteFailure.explain(path, e), e);
    }

    private Connection opened(Setup setup) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path, DRIVER);
        boolean done = false;
        try {
            demand(connection, "busy_timeout", Integer.toString(BUSY_MILLIS), Integer.toString(BUSY_MILLIS));
            setup.on(connection);
            done = true;
            return connection;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    private void demand(Connection connection, String pragma, String value, String expected) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA " + pragma + "=" + value);
            try (ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
                String actual = row.next() ? row.getString(1) : "nothing";
                if (!expected.equals(actual)) {
                    throw new StorageException(path + ": SQLite keeps " + pragma + " at " + actual + " instead of "
                            + expected + ". Move the data directory to a local disk");
                }
            }
        }
    }

    private interface Setup {
        void on(Connection connection) throws SQLException;
    }
}

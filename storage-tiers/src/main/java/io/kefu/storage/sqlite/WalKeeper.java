package io.kefu.storage.sqlite;

import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a database's WAL into its main file, off the writer's path, and bounds its size.
 *
 * <p>Above the soft bound it copies beside the writer (a passive checkpoint never waits for it). A writer that never
 * rests would still let the WAL grow, as SQLite starts it anew only once all of it is copied: above the hard bound the
 * rest is copied between two of the writer's transactions, which by then is little. The file then keeps its size and is
 * written over, so that a commit's sync has no new blocks to record.
 */
public final class WalKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WalKeeper.class);

    /** How long a checkpoint between transactions waits for readers of the old WAL: the writer waits with it. */
    private static final int READERS_MILLIS = 100;

    private static final int TRIES = 50;

    private final SqliteFile file;
    private final Path wal;
    private final long softBytes;
    private final long hardBytes;
    private final WriteConnection writer;
    private Connection connection;
    private long pageBytes;

    public WalKeeper(SqliteFile file, long softBytes, long hardBytes, WriteConnection writer) {
        this.file = file;
        this.wal = Path.of(file.path() + "-wal");
        this.softBytes = softBytes;
        this.hardBytes = hardBytes;
        this.writer = writer;
    }

    /** Does what the WAL's size asks for; called now and then, by one thread. */
    public synchronized void look() {
        if (walBytes() < softBytes) {
            return;
        }
        try {
            if (checkpoint("NOOP").waiting() >= softBytes
                    && checkpoint("PASSIVE").used() >= hardBytes) {
                writer.between(() -> checkpoint("RESTART"));
            }
        } catch (SQLException e) {
            LOG.warn("the WAL was not checkpointed, tried again soon: {}", SqliteFailure.explain(file.path(), e));
            forget();
        }
    }

    /**
     * Moves all of the WAL into the main file and empties it, so that no earlier form of a page is left there. Waits for
     * readers, a few seconds at most.
     *
     * @throws StorageException when they do not let go of it, or the disk fails
     */
    public synchronized void empty() {
        try {
            for (int i = 0; i < TRIES; i++) {
                boolean[] done = {false};
                writer.between(() -> done[0] = truncated());
                if (done[0]) {
                    return;
                }
            }
        } catch (SQLException e) {
            forget();
            throw file.failed(e);
        }
        throw new StorageException(file.path() + " is being read without a pause: its WAL is emptied later");
    }

    private boolean truncated() throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    /** The file's size, 0 when there is none. */
    public long walBytes() {
        try {
            return Files.exists(wal) ? Files.size(wal) : 0;
        } catch (IOException e) {
            LOG.warn("{} cannot be measured: {}", wal, e.toString());
            return 0;
        }
    }

    private Wal checkpoint(String mode) throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            row.next();
            return new Wal(row.getLong(2) * pageBytes, row.getLong(3) * pageBytes);
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = file.openWriter();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=" + READERS_MILLIS);
                try (ResultSet row = statement.executeQuery("PRAGMA page_size")) {
                    row.next();
                    pageBytes = row.getLong(1);
                }
            }
        }
        return connection;
    }

    private void forget() {
        try {
            close();
        } catch (RuntimeException e) {
            LOG.warn("the checkpointing connection did not close: {}", e.toString());
        }
    }

    @Override
    public synchronized void close() {
        try (Connection closing = connection) {
            connection = null;
            LOG.trace("{} is left by {}", wal, closing);
        } catch (SQLException e) {
            throw file.failed(e);
        }
    }

    private record Wal(long used, long copied) {
        long waiting() {
            return used - copied;
        }
    }
}

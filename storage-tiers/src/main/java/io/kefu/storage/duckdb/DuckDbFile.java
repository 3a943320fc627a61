package io.kefu.storage.duckdb;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.tier.TierUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database file: one connection that writes, a few that read. It is opened when it is first needed, as the engine's
 * library takes tens of megabytes, and again after an error that spoilt it.
 */
final class DuckDbFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbFile.class);
    private static final int READERS = 4;

    /** A walk through a whole day of a large site ends within it. */
    private static final Duration READERS_END = Duration.ofMinutes(2);

    private static final Duration SLICE = Duration.ofMillis(200);

    /** What is done with a connection. */
    interface Work<T> {
        T on(DuckDBConnection connection) throws SQLException;
    }

    private final DuckDbSettings settings;
    private final ReentrantLock writing = new ReentrantLock();
    /** Fair, so that readers who come one after the other do not keep {@link #renew} waiting for ever. */
    private final Semaphore reading = new Semaphore(READERS, true);

    private final Deque<DuckDBConnection> idle = new ArrayDeque<>();
    private DuckDBConnection writer;
    private boolean closed;

    DuckDbFile(DuckDbSettings settings) {
        this.settings = settings;
    }

    Path path() {
        return settings.file();
    }

    /** Whether there is anything to read: asking a file that nobody has written yet would only load the engine. */
    synchronized boolean exists() {
        return writer != null || Files.exists(settings.file());
    }

    /** What it takes on the disk with what is not merged into it yet. */
    long bytes() {
        return size(settings.file()) + size(Path.of(settings.file() + ".wal"));
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new StorageException(path + " cannot be looked at: " + e, e);
        }
    }

    /** Does work in one transaction, alone among those that write. */
    <T> T write(Work<T> work) throws SQLException {
        writing.lock();
        try {
            DuckDBConnection connection = opened();
            connection.setAutoCommit(false);
            return committed(connection, work);
        } finally {
            writing.unlock();
        }
    }

    private <T> T committed(DuckDBConnection connection, Work<T> work) throws SQLException {
        boolean done = false;
        try {
            T result = work.on(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    /** What cannot be rolled back is spoilt: the file is opened anew next time. */
    private void rollBack(DuckDBConnection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            shut();
        }
    }

    /**
     * Puts a copy of all rows in the file's place, so that it has no byte of a deleted one. Waits for those who read; a
     * crash on the way, a disk that is full, or a reader who does not end leaves the file as it was.
     */
    void renew() throws SQLException {
        writing.lock();
        try {
            DuckDBConnection connection = opened();
            connection.setAutoCommit(true);
            FreshCopy copy = new FreshCopy(settings.file(), this::connect);
            copy.write(connection);
            boolean done = false;
            try {
                replaceAlone(connection, copy);
                done = true;
            } finally {
                if (!done) {
                    copy.remove();
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    settings.file() + " cannot be replaced: " + e + ". Look at its folder's rights", e);
        } finally {
            writing.unlock();
        }
    }

    private void replaceAlone(DuckDBConnection connection, FreshCopy copy) throws SQLException, IOException {
        acquireAll();
        try {
            DuckDbSchema.execute(connection, "CHECKPOINT");
            replaceBy(copy);
        } finally {
            reading.release(READERS);
        }
    }

    /** Copies everything that is committed into a new file; writers wait, readers do not. */
    Path copyTo(Path copy) throws SQLException {
        writing.lock();
        try {
            DuckDBConnection connection = opened();
            connection.setAutoCommit(true);
            DuckDbSchema.copy(connection, copy);
            return copy;
        } finally {
            writing.unlock();
        }
    }

    /** Whoever comes now waits, and opens the new file. */
    private synchronized void replaceBy(FreshCopy copy) throws IOException {
        shut();
        copy.takePlace();
    }

    <T> T read(Duration atMost, Work<T> work) throws SQLException {
        acquire(atMost);
        DuckDBConnection connection = null;
        boolean well = false;
        try {
            connection = reader();
            T result = work.on(connection);
            // A result that was not read to its end would hold the transaction open, and with it what is seen.
            connection.rollback();
            well = true;
            return result;
        } finally {
            giveBack(connection, well);
            reading.release();
        }
    }

    /** In slices: behind one who reads for long, others who come are not kept waiting with this. */
    private void acquireAll() {
        long deadline = System.nanoTime() + READERS_END.toNanos();
        while (!acquired(READERS, SLICE)) {
            if (System.nanoTime() > deadline) {
                throw new TierUnavailableException("somebody reads " + settings.file() + " for more than " + READERS_END
                        + ", so it could not be written anew. Try again");
            }
        }
    }

    private void acquire(Duration atMost) {
        if (!acquired(1, atMost)) {
            throw new TierUnavailableException(
                    "all " + READERS + " readers of " + settings.file() + " are busy. Try again");
        }
    }

    private boolean acquired(int readers, Duration atMost) {
        try {
            return reading.tryAcquire(readers, atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("the wait for " + settings.file() + " was interrupted", e);
        }
    }

    private synchronized DuckDBConnection reader() throws SQLException {
        DuckDBConnection free = idle.poll();
        return free == null ? another() : free;
    }

    private DuckDBConnection another() throws SQLException {
        DuckDBConnection connection = opened().duplicate();
        connection.setAutoCommit(false);
        return connection;
    }

    private synchronized void giveBack(DuckDBConnection connection, boolean well) throws SQLException {
        if (connection == null) {
            return;
        }
        if (well && writer != null && !closed) {
            idle.push(connection);
        } else {
            connection.close();
        }
    }

    private synchronized DuckDBConnection opened() throws SQLException {
        if (closed) {
            throw new TierUnavailableException(settings.file() + " is closed");
        }
        if (writer == null) {
            writer = open();
        }
        return writer;
    }

    private DuckDBConnection open() throws SQLException {
        folder();
        DuckDBConnection connection = connect(settings.file());
        boolean done = false;
        try {
            DuckDbSchema.bring(connection, settings.file());
            done = true;
            return connection;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    private DuckDBConnection connect(Path database) throws SQLException {
        CleanMemory.ask();
        // Named and not looked for: DriverManager would load every other engine's driver with it.
        return (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + database.toAbsolutePath(), properties());
    }

    private void folder() {
        try {
            Files.createDirectories(settings.file().toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new StorageException(
                    settings.file() + " cannot be made: " + e + ". Give this user write access to its folder", e);
        }
    }

    /** Nothing is downloaded, whatever a query asks for. */
    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryBytes() / 1024 + "KiB");
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("temp_directory", settings.file().toAbsolutePath() + ".tmp");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("jdbc_stream_results", "true");
        return properties;
    }

    /** Closes what is open; the next call opens it again. */
    synchronized void shut() {
        while (!idle.isEmpty()) {
            close(idle.pop());
        }
        if (writer != null) {
            close(writer);
            writer = null;
        }
    }

    /** A connection that does not close is one to a spoilt database, of which nothing is wanted any more. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("a DuckDB connection did not close cleanly: {}", e.getMessage());
        }
    }

    /** The one number that a query gives. */
    static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            synchronized (this) {
                shut();
                closed = true;
            }
        } finally {
            writing.unlock();
        }
    }
}

package io.kefu.storage.sqlite;

import io.kefu.storage.fault.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.ProgressHandler;

/**
 * A bounded set of read connections. Each statement is stopped by SQLite itself when its time is up, so that a read never
 * holds a connection, and with it the WAL, for longer than its bound.
 */
public final class ReadConnections implements AutoCloseable {
    /** SQLite's virtual machine runs some 100 million steps a second: the clock is read every 0.1 ms or so. */
    private static final int STEPS_BETWEEN_LOOKS = 10_000;

    private final SqliteFile file;
    private final Semaphore permits;
    private final int size;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    public ReadConnections(SqliteFile file, int size) {
        this.file = file;
        this.size = size;
        this.permits = new Semaphore(size, true);
    }

    /** What is read with a connection; it must not keep it. */
    public interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    /**
     * Reads within a time bound, the wait for a free connection included.
     *
     * @throws StorageException when the time is up, the file cannot be read, or this is closed
     */
    public <T> T read(Duration atMost, Read<T> read) {
        long deadline = System.nanoTime() + atMost.toNanos();
        await(atMost);
        try {
            return readWith(deadline, read);
        } catch (SQLException e) {
            throw file.failed(e);
        } finally {
            permits.release();
        }
    }

    private <T> T readWith(long deadline, Read<T> read) throws SQLException {
        Connection reused = idle.poll();
        Connection connection = reused == null ? file.openReader() : reused;
        boolean sound = false;
        try {
            bound(connection, deadline);
            T result = read.from(connection);
            sound = true;
            return result;
        } catch (SQLException e) {
            sound = SqliteFailure.isInterrupt(e);
            throw e;
        } finally {
            if (sound && !closed.get()) {
                idle.add(connection);
            } else {
                connection.close();
            }
        }
    }

    private static void bound(Connection connection, long deadline) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - deadline > 0 ? 1 : 0;
            }
        });
    }

    private void await(Duration atMost) {
        try {
            if (closed.get()) {
                throw new StorageException(file.path() + " is closed: the server is stopping");
            }
            if (!permits.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StorageException(
                        file.path() + ": all " + size + " read connections stayed busy for " + atMost + ". Try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(file.path() + ": the wait for a read connection was interrupted", e);
        }
    }

    /** Waits for running reads (bounded by their own time), then closes every connection. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            permits.acquireUninterruptibly(size);
            try {
                for (Connection each = idle.poll(); each != null; each = idle.poll()) {
                    each.close();
                }
            } catch (SQLException e) {
                throw file.failed(e);
            } finally {
                permits.release(size);
            }
        }
    }
}

package io.kefu.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes a running server's journal slow: somebody else holds its write lock for a while, lets go for a moment, and takes it
 * again. Twice that while is less than the journal waits for a lock, so that who misses a moment is not refused either.
 */
final class SlowDisk implements AutoCloseable {

    private static final Duration HELD = Duration.ofMillis(1_800);
    /** Longer than whoever waits for the lock sleeps between two looks. */
    private static final Duration FREE = Duration.ofMillis(400);

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch slow = new CountDownLatch(1);
    private final Connection connection;
    private final Thread thread;

    private SlowDisk(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        thread = Thread.ofPlatform().daemon().start(this::run);
    }

    /** Of the server with this data directory; is slow on return. */
    static SlowDisk of(Path data) throws IOException, SQLException, InterruptedException {
        try (Stream<Path> files = Files.walk(data)) {
            SlowDisk disk = new SlowDisk(files.filter(file -> file.endsWith("journal.db"))
                    .findFirst()
                    .orElseThrow());
            if (!disk.slow.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the journal's lock was not to be had");
            }
            return disk;
        }
    }

    private void run() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=30000");
            boolean on = true;
            while (on) {
                statement.execute("BEGIN IMMEDIATE");
                slow.countDown();
                on = !stopping.await(HELD.toMillis(), TimeUnit.MILLISECONDS);
                statement.execute("ROLLBACK");
                on = on && !stopping.await(FREE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws SQLException {
        stopping.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}

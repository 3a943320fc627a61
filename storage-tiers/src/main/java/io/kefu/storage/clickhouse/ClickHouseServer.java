package io.kefu.storage.clickhouse;

import com.clickhouse.jdbc.Driver;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Some connections to the server, each used by one thread at a time. The tables are made at the first use. */
final class ClickHouseServer implements AutoCloseable {
    private static final int CONNECTIONS = 6;

    /** For a batch; one that takes longer is written again. */
    static final Duration APPENDING = Duration.ofSeconds(30);

    /** For what walks or rewrites much. */
    static final Duration AT_LEISURE = Duration.ofMinutes(10);

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final ClickHouseSettings settings;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private volatile boolean ready;
    private boolean closed;

    ClickHouseServer(ClickHouseSettings settings) {
        this.settings = settings;
    }

    /** Does work within the bound of a read. */
    <T> T call(Work<T> work) throws SQLException {
        acquire();
        Connection connection = null;
        boolean well = false;
        try {
            connection = taken();
            T result = brought(connection, work);
            well = true;
            return result;
        } finally {
            giveBack(connection, well);
            free.release();
        }
    }

    /** Does work within a longer bound, on a connection of its own. */
    <T> T call(Duration bound, Work<T> work) throws SQLException {
        try (Connection connection = open(bound)) {
            return brought(connection, work);
        }
    }

    private <T> T brought(Connection connection, Work<T> work) throws SQLException {
        if (!ready) {
            ClickHouseSchema.bring(connection, settings);
            ready = true;
        }
        try {
            return work.on(connection);
        } catch (SQLException e) {
            if (e.getErrorCode() == ClickHouseFailure.UNKNOWN_TABLE) {
                ready = false; // the server was emptied: the next call makes the tables
            }
            throw e;
        }
    }

    private void acquire() {
        try {
            if (!free.tryAcquire(settings.readBound().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TierUnavailableException(
                        "all " + CONNECTIONS + " connections to " + settings.url() + " are busy. Try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("the wait for " + settings.url() + " was interrupted", e);
        }
    }

    private Connection taken() throws SQLException {
        synchronized (this) {
            if (closed) {
                throw new TierUnavailableException(settings.url() + " is closed");
            }
            Connection connection = idle.poll();
            if (connection != null) {
                return connection;
            }
        }
        return open(settings.readBound());
    }

    private void giveBack(Connection connection, boolean well) throws SQLException {
        if (connection == null) {
            return;
        }
        synchronized (this) {
            if (well && !closed) {
                idle.push(connection);
                return;
            }
        }
        connection.close();
    }

    /** Named and not looked for: DriverManager would load every other engine's driver with it. */
    private Connection open(Duration bound) throws SQLException {
        return new Driver().connect(settings.url(), properties(bound));
    }

    /** What is not answered in time is given up here and, a little later, there. Nothing is tried again unasked. */
    private Properties properties(Duration bound) {
        String millis = Long.toString(bound.toMillis());
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty(
                "connection_timeout", Long.toString(settings.readBound().toMillis()));
        properties.setProperty("connection_request_timeout", millis);
        properties.setProperty("socket_timeout", millis);
        properties.setProperty("max_execution_time", Long.toString(bound.toSeconds() + 1));
        properties.setProperty("client_retry_on_failures", "None");
        properties.setProperty("max_open_connections", "2");
        properties.setProperty("beta.row_binary_for_simple_insert", "true");
        properties.setProperty("clickhouse_setting_async_insert", "0");
        return properties;
    }

    @Override
    public void close() throws SQLException {
        synchronized (this) {
            closed = true;
            while (!idle.isEmpty()) {
                idle.pop().close();
            }
        }
    }
}

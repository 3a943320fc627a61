package io.kefu.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A pool of connections to one database, made when they are first needed. Each piece of work is one transaction. */
final class Server implements AutoCloseable {
    private static final Duration LEAST_WAIT = Duration.ofMillis(250);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final JdbcAddress address;
    private final HikariDataSource pool;

    Server(SqlEngine engine, JdbcAddress address, PoolBounds bounds) {
        this.address = address;
        HikariConfig config = engine.connections(address, bounds);
        config.setPoolName(bounds.name());
        config.setMaximumPoolSize(bounds.size());
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(
                Math.max(LEAST_WAIT.toMillis(), bounds.connect().toMillis()));
        config.setValidationTimeout(
                Math.max(LEAST_WAIT.toMillis(), bounds.connect().toMillis() / 2));
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setReadOnly(bounds.reading());
        pool = new HikariDataSource(config);
    }

    JdbcAddress address() {
        return address;
    }

    /** What was written is undone unless the work returns. */
    <T> T transaction(SqlWork<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            T result = work.on(connection);
            connection.commit();
            return result;
        }
    }

    HikariDataSource connections() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}

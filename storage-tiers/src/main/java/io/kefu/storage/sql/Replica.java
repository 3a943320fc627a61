package io.kefu.storage.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that follows the primary and answers reads for it, as long as it lacks nothing that the tier has committed: so
 * a reader sees its own writes on whichever it comes to. One that fails is left alone for a while.
 */
final class Replica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final long REST_NANOS = Duration.ofSeconds(5).toNanos();

    private final SqlEngine engine;
    private final DSLContext sql;
    private final Server server;
    private final AtomicLong restsSince = new AtomicLong();
    private volatile boolean resting;

    Replica(SqlEngine engine, Server server) {
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
        this.server = server;
    }

    /** The answer, or nothing when the replica is behind or does not answer. */
    <T> Optional<T> ask(Marks committed, SqlWork<T> work) {
        if (resting && System.nanoTime() - restsSince.get() < REST_NANOS) {
            return Optional.empty();
        }
        try {
            Optional<T> answer =
                    server.transaction(connection -> Marks.read(sql, connection).isAtLeast(committed)
                            ? Optional.of(work.on(connection))
                            : Optional.empty());
            resting = false;
            return answer;
        } catch (SQLException e) {
            rest(e);
            return Optional.empty();
        }
    }

    private void rest(SQLException e) {
        if (!resting) {
            LOG.warn(
                    "a replica is passed over: {}",
                    engine.explain(e, server.address()).reason());
        }
        restsSince.set(System.nanoTime());
        resting = true;
    }

    @Override
    public void close() {
        server.close();
    }
}

package io.kefu.storage.sql;

import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/**
 * Looks a database over and brings its tables to this release, before the first use and again after it was found without
 * them. Adding to what a migration made is another migration; each release can read the tables of the one before.
 */
final class Readiness {
    private final SqlEngine engine;
    private final Servers servers;
    private final Duration patience;
    private final ReentrantLock making = new ReentrantLock();
    private volatile boolean ready;

    Readiness(SqlEngine engine, Servers servers, Duration patience) {
        this.engine = engine;
        this.servers = servers;
        this.patience = patience;
    }

    boolean isReady() {
        return ready;
    }

    void lost() {
        ready = false;
    }

    /**
     * Returns when the tables are there.
     *
     * @param first what is done with them then, before anyone else uses them
     */
    void demand(SqlWork<Void> first) throws SQLException {
        if (ready) {
            return;
        }
        lock();
        try (Server upkeep = servers.upkeep()) {
            if (!ready) {
                make(upkeep, first);
                ready = true;
            }
        } finally {
            making.unlock();
        }
    }

    private void lock() {
        try {
            if (making.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TierUnavailableException("the tables in " + servers.address() + " are being made. Try again");
    }

    private void make(Server upkeep, SqlWork<Void> first) throws SQLException {
        try (Connection connection = upkeep.connections().getConnection()) {
            engine.demand(connection, servers.address());
        }
        try {
            migrate(Flyway.configure(Readiness.class.getClassLoader())
                    .dataSource(upkeep.connections())
                    .locations(engine.migrations())
                    .table("kefu_schema")
                    .cleanDisabled(true)
                    .load());
        } catch (FlywayException e) {
            throw cannot(e);
        }
        upkeep.transaction(first);
    }

    /** MySQL commits each statement: a migration that was cut off is taken again, which each of ours may be. */
    private void migrate(Flyway flyway) {
        demandNoneOfALaterRelease(flyway.info());
        boolean cutOff = Arrays.stream(flyway.info().all())
                .anyMatch(each -> each.getState().isFailed());
        if (cutOff) {
            flyway.repair();
        }
        flyway.migrate();
    }

    /** Flyway alone would let them pass, and this release would write rows that the later one takes for its own. */
    private void demandNoneOfALaterRelease(MigrationInfoService migrations) {
        Arrays.stream(migrations.all())
                .filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS
                        || each.getState() == MigrationState.FUTURE_FAILED)
                .findFirst()
                .ifPresent(later -> {
                    throw new TierUnavailableException("the tables in " + servers.address()
                            + " were made by a later release of Kefu: they have schema " + later.getVersion()
                            + ", which this release does not know. Run the later release, or restore the database from"
                            + " before the upgrade");
                });
    }

    /** What the engine said, where it was the engine: that has a remedy of its own. */
    private TierUnavailableException cannot(FlywayException e) throws SQLException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException said) {
                throw said;
            }
        }
        return new TierUnavailableException(
                "the tables in " + servers.address() + " cannot be brought to this release: "
                        + e.getMessage().lines().map(String::strip).collect(Collectors.joining(" "))
                        + ". Give Kefu a database of its own, and its user the right to make tables in it",
                e);
    }
}

package io.kefu.storage.sql;

import io.kefu.storage.tier.TierHealth;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.SQLException;
import java.time.Instant;

/** What comes of calls to the primary: an answer, or a failure that names its remedy. Of writes also the tier's health. */
final class Outcomes {
    /** A call that may fail in the engine. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws SQLException;
    }

    private final SqlEngine engine;
    private final JdbcAddress address;
    private final Runnable tablesGone;
    private volatile TierHealth health = TierHealth.ok(Instant.now());

    Outcomes(SqlEngine engine, JdbcAddress address, Runnable tablesGone) {
        this.engine = engine;
        this.address = address;
        this.tablesGone = tablesGone;
    }

    TierHealth health() {
        return health;
    }

    <T> T answer(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw failed(engine.explain(e, address), e);
        }
    }

    <T> T attempt(Call<T> call) {
        try {
            T result = answer(call);
            if (!health.available()) {
                health = TierHealth.ok(Instant.now());
            }
            return result;
        } catch (TierUnavailableException e) {
            health = TierHealth.unavailable(e.getMessage(), health.available() ? Instant.now() : health.since());
            throw e;
        }
    }

    private RuntimeException failed(SqlFailure failure, SQLException e) {
        return switch (failure.kind()) {
            case REFUSED -> new IllegalArgumentException(failure.reason(), e);
            case UNAVAILABLE -> new TierUnavailableException(failure.reason(), e);
            case TABLES_GONE -> {
                tablesGone.run();
                yield new TierUnavailableException(failure.reason(), e);
            }
        };
    }
}

package io.kefu.storage.sql;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import io.kefu.storage.tier.TierFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** What a tier holds, in numbers that were counted as rows came and went. */
final class Facts {
    private final SqlEngine engine;
    private final DSLContext sql;
    private final Connection connection;

    Facts(SqlEngine engine, Connection connection) {
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
        this.connection = connection;
    }

    TierFacts read() throws SQLException {
        MessageReads reads = new MessageReads(engine, connection);
        List<Integer> months = reads.months();
        return new TierFacts(
                connection.getMetaData().getDatabaseProductVersion(),
                Sql.number(
                        connection,
                        sql.select(coalesce(sum(Tables.MONTH_MESSAGES), inline(0L)))
                                .from(Tables.MONTH)),
                engine.bytes(connection),
                first(months, month -> reads.nextDay(month, LocalDate.EPOCH.minusDays(1))),
                first(months.reversed(), reads::lastDay));
    }

    private interface Day {
        Optional<LocalDate> of(int month) throws SQLException;
    }

    private static LocalDate first(List<Integer> months, Day day) throws SQLException {
        for (int month : months) {
            Optional<LocalDate> found = day.of(month);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }
}

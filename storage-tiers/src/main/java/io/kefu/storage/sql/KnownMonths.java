package io.kefu.storage.sql;

import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;

/** The months whose tables are known to be there. For who holds the tier's write lock. */
final class KnownMonths {
    private final SqlEngine engine;
    private final DSLContext sql;
    private final Set<Integer> known = new HashSet<>();

    KnownMonths(SqlEngine engine) {
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
    }

    /**
     * The months of a batch's messages.
     *
     * @throws IllegalArgumentException for a message of a month that has no number
     */
    static Set<Integer> of(List<TierEntry> batch) {
        Set<Integer> months = new TreeSet<>();
        for (TierEntry entry : batch) {
            if (entry instanceof StoredMessage message) {
                months.add(Months.at(message.atMillis()));
            }
        }
        return months;
    }

    /** Starts anew, with the tables of all months that the database lists: one of them may have been lost. */
    synchronized void makeAll(Connection connection) throws SQLException {
        known.clear();
        for (int month : new MessageReads(engine, connection).months()) {
            engine.makeMonth(connection, month);
            known.add(month);
        }
    }

    /** Makes what is not there, each month in a transaction of its own: MySQL commits before it makes a table. */
    synchronized void demand(Servers servers, Set<Integer> months) throws SQLException {
        for (int month : months) {
            if (!known.contains(month)) {
                servers.write(connection -> {
                    if (!new MessageReads(engine, connection).months().contains(month)) {
                        engine.makeMonth(connection, month);
                        Sql.run(
                                connection,
                                sql.insertInto(Tables.MONTH, Tables.MONTH_NUMBER, Tables.MONTH_MESSAGES)
                                        .values(month, 0L));
                    }
                    return null;
                });
                known.add(month);
            }
        }
    }

    /** Drops the tables of a month of which nothing is left. */
    synchronized void dropEmpty(Servers servers, int month) throws SQLException {
        servers.write(connection -> {
            boolean there = new MessageReads(engine, connection).months().contains(month);
            Removal removal = new Removal(engine, connection);
            if (there && removal.isEmpty(month)) {
                known.remove(month);
                removal.forgetMonth(month);
                engine.dropMonth(connection, month);
            }
            return null;
        });
    }

    /** Removes from a month's index what deleted rows left behind; a month of which nothing is left goes whole. */
    void scrub(Servers servers, int month) throws SQLException {
        dropEmpty(servers, month);
        upkeep(servers, connection -> {
            if (new MessageReads(engine, connection).months().contains(month)) {
                engine.scrub(connection, month);
            }
            return null;
        });
    }

    /** Removes what the planner noted of rows that are gone. */
    void forgetSamples(Servers servers) throws SQLException {
        upkeep(servers, connection -> {
            engine.forgetSamples(connection);
            return null;
        });
    }

    private static void upkeep(Servers servers, SqlWork<Void> work) throws SQLException {
        try (Server upkeep = servers.upkeep()) {
            upkeep.transaction(work);
        }
    }
}

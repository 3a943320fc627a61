package io.kefu.storage.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * How far a database is, committed with the rows that it stands for.
 *
 * @param cursor the first journal offset that is not in it
 * @param removals how often something was removed
 */
record Marks(long cursor, long removals) {
    private static final String CURSOR = "cursor";
    private static final String REMOVALS = "removals";

    static Marks read(DSLContext sql, Connection connection) throws SQLException {
        Map<String, Long> values = new HashMap<>();
        Sql.rows(
                connection,
                sql.select(Tables.MARK_NAME, Tables.MARK_VALUE).from(Tables.MARK),
                row -> values.put(row.getString(1), row.getLong(2)));
        return new Marks(values.getOrDefault(CURSOR, 0L), values.getOrDefault(REMOVALS, 0L));
    }

    /** Whether a replica that is so far lacks nothing that was committed by then. */
    boolean isAtLeast(Marks other) {
        return cursor >= other.cursor && removals >= other.removals;
    }

    static void moveCursor(DSLContext sql, Connection connection, long cursor) throws SQLException {
        Sql.run(
                connection,
                sql.update(Tables.MARK).set(Tables.MARK_VALUE, cursor).where(Tables.MARK_NAME.eq(CURSOR)));
    }

    static void noteRemoval(DSLContext sql, Connection connection) throws SQLException {
        Sql.run(
                connection,
                sql.update(Tables.MARK)
                        .set(Tables.MARK_VALUE, Tables.MARK_VALUE.plus(1L))
                        .where(Tables.MARK_NAME.eq(REMOVALS)));
    }
}

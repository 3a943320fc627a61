package io.kefu.storage.postgresql;

import io.kefu.storage.sql.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what deleted rows left behind out of a table's indexes and out of the planner's statistics: those hold the commonest
 * values of each column, and some hundred others, names and short texts among them. Readers and batches go on meanwhile.
 *
 * <p>One table a statement, and only tables in which something was deleted: each takes its share of the time by itself.
 */
final class PostgreSqlUpkeep {
    private final Connection connection;

    PostgreSqlUpkeep(Connection connection) {
        this.connection = connection;
    }

    /** Index entries of few rows too, which a plain VACUUM leaves for later. */
    void clean(String table) throws SQLException {
        runAlone("VACUUM (INDEX_CLEANUP ON, ANALYZE) " + table);
    }

    /** Of a table without rows ANALYZE keeps the statistics as they were; a column that is given its own type anew has none. */
    void cleanPlain(String table) throws SQLException {
        clean(table);
        if (isEmptyWithStatistics(table)) {
            for (String column : columns(table)) {
                run("ALTER TABLE " + table + " ALTER COLUMN " + column);
            }
        }
    }

    /** The same for a partition, whose columns are those of the whole: it is to be made again. */
    boolean dropsAsEmpty(int month) throws SQLException {
        String table = Tables.words(month);
        clean(table);
        boolean empty = isEmptyWithStatistics(table);
        if (empty) {
            run("DROP TABLE " + table);
        }
        return empty;
    }

    private boolean isEmptyWithStatistics(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT EXISTS (SELECT FROM " + table
                        + ") AND EXISTS (SELECT"
                        + " FROM pg_stats WHERE schemaname = current_schema() AND tablename = '" + table + "')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** {@code name TYPE type}, of those with statistics. */
    private List<String> columns(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT format('%I TYPE %s', a.attname, format_type(a.atttypid, a.atttypmod))
                    || CASE WHEN c.collname = 'C' THEN ' COLLATE "C"' ELSE '' END
                FROM pg_attribute a
                JOIN pg_stats s ON s.attname = a.attname
                LEFT JOIN pg_collation c ON c.oid = a.attcollation
                WHERE s.schemaname = current_schema() AND s.tablename = ? AND a.attrelid = s.tablename::regclass
                """)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(row.getString(1));
                }
            }
        }
        return columns;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Vacuuming is done outside of transactions. */
    private void runAlone(String sql) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        try {
            run(sql);
        } finally {
            connection.setAutoCommit(false);
        }
    }
}

package io.kefu.storage.mysql;

import com.zaxxer.hikari.HikariConfig;
import io.kefu.storage.sql.FoundWords;
import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.sql.PoolBounds;
import io.kefu.storage.sql.SqlEngine;
import io.kefu.storage.sql.SqlFailure;
import io.kefu.storage.sql.Tables;
import io.kefu.storage.sql.WordRow;
import io.kefu.storage.text.Words;
import io.kefu.storage.tier.SearchQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jooq.SQLDialect;

/** MySQL, through Connector/J. */
final class MySqlEngine implements SqlEngine {
    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.MYSQL;
    }

    @Override
    public String migrations() {
        return "classpath:db/mysql";
    }

    @Override
    public HikariConfig connections(JdbcAddress address, PoolBounds bounds) {
        return MySqlConnections.of(address, bounds);
    }

    @Override
    public void demand(Connection connection, JdbcAddress address) throws SQLException {
        MySqlDemands.check(connection, address);
    }

    /** The session's stop-words are off: what an index leaves out is settled when it is made. */
    @Override
    public void makeMonth(Connection connection, int month) throws SQLException {
        run(connection, "CREATE TABLE IF NOT EXISTS " + Tables.messages(month) + " LIKE message");
        run(connection, "CREATE TABLE IF NOT EXISTS " + Tables.words(month) + " LIKE words");
    }

    @Override
    public void dropMonth(Connection connection, int month) throws SQLException {
        run(connection, "DROP TABLE IF EXISTS " + Tables.words(month) + ", " + Tables.messages(month));
    }

    @Override
    public void putWords(Connection connection, int month, List<WordRow> rows) throws SQLException {
        MySqlWords.put(connection, month, rows);
    }

    @Override
    public FoundWords find(
            Connection connection, int month, SearchQuery query, Words words, int skip, int limit, int atMost)
            throws SQLException {
        return new MySqlWords(connection, month, query, words).find(skip, limit, atMost);
    }

    /** A full-text index only marks deleted rows; made again, it holds none of them. Batches wait meanwhile. */
    @Override
    public void scrub(Connection connection, int month) throws SQLException {
        run(connection, "ALTER TABLE " + Tables.words(month) + " ENGINE = InnoDB");
    }

    @Override
    public long bytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(sum(data_length + index_length), 0)"
                        + " FROM information_schema.tables WHERE table_schema = database()")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public SqlFailure explain(SQLException error, JdbcAddress address) {
        return MySqlFailure.explain(error, address);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

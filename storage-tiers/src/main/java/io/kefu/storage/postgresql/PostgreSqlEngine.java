package io.kefu.storage.postgresql;

import com.zaxxer.hikari.HikariConfig;
import io.kefu.storage.sql.FoundWords;
import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.sql.Months;
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

/** PostgreSQL, through its own driver. */
final class PostgreSqlEngine implements SqlEngine {
    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public String migrations() {
        return "classpath:db/postgresql";
    }

    @Override
    public HikariConfig connections(JdbcAddress address, PoolBounds bounds) {
        return PostgreSqlConnections.of(address, bounds);
    }

    @Override
    public void demand(Connection connection, JdbcAddress address) throws SQLException {
        PostgreSqlDemands.check(connection, address);
    }

    @Override
    public void makeMonth(Connection connection, int month) throws SQLException {
        String bounds = " FOR VALUES FROM (" + Months.begin(month) + ") TO (" + Months.end(month) + ")";
        run(connection, "CREATE TABLE IF NOT EXISTS " + Tables.messages(month) + " PARTITION OF message" + bounds);
        run(connection, "CREATE TABLE IF NOT EXISTS " + Tables.words(month) + " PARTITION OF words" + bounds);
    }

    @Override
    public void dropMonth(Connection connection, int month) throws SQLException {
        run(connection, "DROP TABLE IF EXISTS " + Tables.words(month) + ", " + Tables.messages(month));
    }

    @Override
    public void putWords(Connection connection, int month, List<WordRow> rows) throws SQLException {
        PostgreSqlWords.put(connection, month, rows);
    }

    @Override
    public FoundWords find(
            Connection connection, int month, SearchQuery query, Words words, int skip, int limit, int atMost)
            throws SQLException {
        return new PostgreSqlWords(connection, month, query, words).find(skip, limit, atMost);
    }

    @Override
    public void scrub(Connection connection, int month) throws SQLException {
        PostgreSqlUpkeep upkeep = new PostgreSqlUpkeep(connection);
        upkeep.clean(Tables.messages(month));
        if (upkeep.dropsAsEmpty(month)) {
            makeMonth(connection, month);
        }
    }

    /** The tables of months have theirs with each month's scrubbing, and the whole of them has none. */
    @Override
    public void forgetSamples(Connection connection) throws SQLException {
        PostgreSqlUpkeep upkeep = new PostgreSqlUpkeep(connection);
        upkeep.cleanPlain("thread");
        upkeep.cleanPlain("conversation");
    }

    @Override
    public String written(String text) {
        return NulFree.written(text);
    }

    @Override
    public String asItWas(String written) {
        return NulFree.asItWas(written);
    }

    @Override
    public long bytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public SqlFailure explain(SQLException error, JdbcAddress address) {
        return PostgreSqlFailure.explain(error, address);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

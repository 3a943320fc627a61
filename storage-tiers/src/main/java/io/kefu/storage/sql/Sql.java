package io.kefu.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamCastMode;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** Statements that jOOQ writes and the driver runs: rows are read without a record in between. */
public final class Sql {
    static {
        Jooq.load();
    }

    private Sql() {}

    public static DSLContext of(SQLDialect dialect) {
        return DSL.using(dialect, new Settings().withParamCastMode(ParamCastMode.NEVER));
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static <T> List<T> rows(Connection connection, Query query, Row<T> each) throws SQLException {
        return rows(connection, query.getSQL(), query.getBindValues(), each);
    }

    /** The rows of a statement that is {@link Written} already. */
    public static <T> List<T> rows(Connection connection, String text, List<?> values, Row<T> each)
            throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement select = prepare(connection, text, values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.add(each.read(row));
            }
        }
        return rows;
    }

    /** The number in the first column of the first row, 0 where there is none. */
    public static long number(Connection connection, Query query) throws SQLException {
        return rows(connection, query, row -> row.getLong(1)).stream()
                .findFirst()
                .orElse(0L);
    }

    /** How many rows it changed. */
    public static int run(Connection connection, Query query) throws SQLException {
        try (PreparedStatement statement = prepare(connection, query.getSQL(), query.getBindValues())) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String text, List<?> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }

    /** Sets the parameters of one row of a batch. */
    @FunctionalInterface
    public interface Binding<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    /** Runs a statement for each of the rows, which drivers send together. */
    public static <T> void batch(Connection connection, Query query, List<T> rows, Binding<T> binding)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(query.getSQL())) {
            for (T row : rows) {
                binding.bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}

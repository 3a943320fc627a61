package io.kefu.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import io.kefu.storage.text.Words;
import io.kefu.storage.tier.SearchQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.SQLDialect;

/** In what one engine differs from the others. Without state; any thread. */
public interface SqlEngine {
    /** {@code mysql} … */
    String name();

    SQLDialect dialect();

    /** Where on the class path the migrations of the fixed tables are. */
    String migrations();

    /** How connections are made; the pool's own sizes and waits are set by the caller. */
    HikariConfig connections(JdbcAddress address, PoolBounds bounds);

    /**
     * Demands of the server and the database what the tier relies on.
     *
     * @throws io.kefu.storage.tier.TierUnavailableException with all that is wrong, and the remedies
     */
    void demand(Connection connection, JdbcAddress address) throws SQLException;

    /** Makes the tables of a month, unless they are there. */
    void makeMonth(Connection connection, int month) throws SQLException;

    void dropMonth(Connection connection, int month) throws SQLException;

    /** Indexes words that are not there yet. */
    void putWords(Connection connection, int month, List<WordRow> rows) throws SQLException;

    /**
     * What a month holds for a search.
     *
     * @param skip so many of the newest are left out
     * @param limit the most keys, 0 for none
     * @param atMost counting may stop there
     */
    FoundWords find(Connection connection, int month, SearchQuery query, Words words, int skip, int limit, int atMost)
            throws SQLException;

    /** Removes what deleted rows left behind in a month's indexes and the planner's notes of it. May take its time. */
    void scrub(Connection connection, int month) throws SQLException;

    /** Removes the same of the tables that are not of a month, as threads and conversations are. May take its time. */
    default void forgetSamples(Connection connection) throws SQLException {}

    /** A text as a column holds it, where that cannot hold every text as it is. */
    default String written(String text) {
        return text;
    }

    /** The text that {@link #written} was given. */
    default String asItWas(String written) {
        return written;
    }

    /** What the database takes on disk with its indexes; the engine's estimate. */
    long bytes(Connection connection) throws SQLException;

    /** What an error means, whatever it was wrapped in. */
    SqlFailure explain(SQLException error, JdbcAddress address);
}

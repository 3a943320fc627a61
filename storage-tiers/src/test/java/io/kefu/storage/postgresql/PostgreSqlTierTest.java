package io.kefu.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.sql.SqlTier;
import io.kefu.storage.sql.SqlTierContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgreSqlTierTest extends SqlTierContract {
    PostgreSqlTierTest() {
        super(EngineKind.POSTGRESQL);
    }

    @Override
    protected SqlTier open(SqlSettings settings) {
        return PostgreSqlTier.open(settings, BOUND);
    }

    @Override
    protected List<String> makingUser(String user, String password, String database) {
        return List.of(
                "CREATE USER " + user + " PASSWORD '" + password + "'",
                "ALTER DATABASE " + database + " OWNER TO " + user);
    }

    @Override
    protected List<String> makingReader(String user, String password, String database) {
        return List.of(
                "CREATE USER " + user + " PASSWORD '" + password + "'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + user);
    }

    @Override
    protected List<String> removingReader(String user) {
        return List.of("DROP OWNED BY " + user, "DROP USER " + user);
    }

    @Test
    void a_database_that_cannot_hold_every_text_is_refused_with_the_remedy() throws SQLException {
        String name = "kefu_test_ascii_" + Long.toHexString(System.nanoTime());
        execute("CREATE DATABASE " + name + " ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        try {
            String url = Engine.postgresql().address().with(name).url();
            assertThatThrownBy(() -> open(SqlSettings.of("warm", url)).close())
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("SQL_ASCII")
                    .hasMessageContaining("ENCODING 'UTF8' TEMPLATE template0");
        } finally {
            execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        Engine.postgresql().address().url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void nothing_of_the_only_visitor_stays_in_the_planners_statistics() throws SQLException {
        tier().append(talk("gone"), 4);
        run("ANALYZE");
        assertThat(statistics("%gone%")).isPositive();
        tier().erase("v-gone");
        assertThat(statistics("%gone%")).isZero();
        tier().append(talk("next"), 8);
        assertThat(tier().search(SearchQuery.of("next", 9)).total()).isEqualTo(1);
        assertThat(((SqlTier) tier()).conversationsOf("v-next")).containsExactly("next");
    }

    @Test
    void words_of_which_none_are_left_in_a_month_leave_no_statistics_and_more_are_taken() throws SQLException {
        tier().append(talk("gone"), 4);
        tier().append(List.of(Messages.message("stays", 1, "")), 5);
        run("ANALYZE");
        tier().erase("v-gone");
        assertThat(statistics("%gone%")).isZero();
        tier().append(List.of(Messages.message("stays", 2, "again")), 6);
        assertThat(tier().search(SearchQuery.of("again", 9)).total()).isEqualTo(1);
    }

    @Test
    void an_erasure_looks_at_no_month_that_the_visitor_was_not_in() throws SQLException {
        Instant may = Instant.parse("2026-05-01T00:00:00Z");
        tier().append(talk("gone"), 4);
        tier().append(List.of(Messages.message("stays", 1, "March"), inMay("stays", may)), 6);
        tier().erase("v-gone");
        assertThat(count("tablename LIKE '%2026_05'")).isZero();
        assertThat(count("tablename LIKE '%2026_03'")).isPositive();
        run("ANALYZE");
        assertThat(count("tablename IN ('message', 'words')"))
                .as("of the whole, which would tell of every month")
                .isZero();
        assertThat(count("tablename LIKE '%2026_05'")).isPositive();
    }

    private static StoredMessage inMay(String conversation, Instant at) {
        return Messages.at(conversation, 2, "visitor", "v-" + conversation, "in May", at);
    }

    private static List<TierEntry> talk(String conversation) {
        return List.of(
                Messages.message(conversation, 1, "the words of " + conversation),
                Messages.row(conversation, "closed", "team", "amy", 5));
    }

    private long statistics(String like) throws SQLException {
        return count("row_to_json(pg_stats)::text LIKE '" + like + "'");
    }

    private long count(String where) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database().url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stats WHERE schemaname = 'public' AND " + where)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database().url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(new PostgreSqlDemands(13, "kefu", "LATIN1", true, false, "chat", "db:5432/kefu").wrong())
                .hasSize(4)
                .anyMatch(each -> each.contains("Kefu needs 14"))
                .anyMatch(each -> each.contains("ENCODING 'UTF8'"))
                .anyMatch(each -> each.contains("read-only"))
                .anyMatch(each -> each.contains("GRANT CREATE ON SCHEMA public TO chat"));
        assertThat(new PostgreSqlDemands(15, "kefu", "UTF8", false, true, "chat", "db:5432/kefu").wrong())
                .isEmpty();
    }
}

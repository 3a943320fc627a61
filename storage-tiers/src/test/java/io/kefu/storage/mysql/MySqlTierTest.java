package io.kefu.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.sql.SqlEngine;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.sql.SqlTier;
import io.kefu.storage.sql.SqlTierContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.TierUnavailableException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MySqlTierTest extends SqlTierContract {
    MySqlTierTest() {
        super(EngineKind.MYSQL);
    }

    @Override
    protected SqlTier open(SqlSettings settings) {
        return MySqlTier.open(settings, BOUND);
    }

    @Override
    protected List<String> makingUser(String user, String password, String database) {
        return List.of(
                "CREATE USER " + user + " IDENTIFIED BY '" + password + "'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON " + database + ".* TO "
                        + user);
    }

    @Override
    protected List<String> makingReader(String user, String password, String database) {
        return List.of(
                "CREATE USER " + user + " IDENTIFIED BY '" + password + "'",
                "GRANT SELECT ON " + database + ".* TO " + user);
    }

    @Override
    protected List<String> removingReader(String user) {
        return List.of("DROP USER " + user);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database().url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_database_that_cannot_hold_every_text_is_told_with_the_remedy() throws SQLException {
        run("ALTER DATABASE " + database().name() + " CHARACTER SET latin1");
        assertThatThrownBy(() -> open(settings()).close())
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("latin1")
                .hasMessageContaining("ALTER DATABASE " + database().name() + " CHARACTER SET utf8mb4");
    }

    /** The engine, whose first scrub is cut off. */
    private static SqlEngine cutOff(AtomicInteger scrubs) {
        SqlEngine engine = new MySqlEngine();
        return (SqlEngine) Proxy.newProxyInstance(
                SqlEngine.class.getClassLoader(), new Class<?>[] {SqlEngine.class}, (_, method, values) -> {
                    if (method.getName().equals("scrub") && scrubs.incrementAndGet() == 1) {
                        throw new SQLException("maximum statement execution time exceeded", "HY000", 3024);
                    }
                    return method.invoke(engine, values);
                });
    }

    @Test
    void an_erasure_that_is_cut_off_scrubs_the_index_the_next_time() {
        AtomicInteger scrubs = new AtomicInteger();
        try (SqlTier tier = SqlTier.open(cutOff(scrubs), settings(), BOUND)) {
            tier.append(List.of(Messages.message("gone", 1, "xylophonic"), Messages.message("kept", 1, "ordinary")), 2);
            assertThatThrownBy(() -> tier.erase("v-gone")).isInstanceOf(TierUnavailableException.class);
            assertThat(tier.erase("v-gone")).isZero();
            assertThat(scrubs).hasValue(2);
            assertThat(tier.conversationsOf("v-gone")).isEmpty();
        }
    }

    @Test
    void a_url_without_a_database_is_told_with_the_remedy() {
        String url = database().address().with("").url();
        assertThatThrownBy(() -> open(SqlSettings.of("warm", url)).close())
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("names no database");
    }

    @Test
    void a_server_too_old_or_of_another_kind_is_told_with_the_remedy() {
        assertThat(MySqlDemands.wrongVersion("8.4.0", "db:3306/kefu")).isEmpty();
        assertThat(MySqlDemands.wrongVersion("9.7.1-debian", "db:3306/kefu")).isEmpty();
        assertThat(MySqlDemands.wrongVersion("10.0.0", "db:3306/kefu")).isEmpty();
        for (String version : new String[] {"8.0.44", "5.7.9-log", "11.8.2-MariaDB", ""}) {
            assertThat(MySqlDemands.wrongVersion(version, "db:3306/kefu"))
                    .singleElement()
                    .asString()
                    .contains("db:3306/kefu", "MySQL 8.4 or 9");
        }
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(new MySqlDemands("9.7", "kefu", "latin1", "NO_ZERO_DATE", 3, "db:3306/kefu", true).wrong())
                .hasSize(4)
                .anyMatch(each -> each.contains("utf8mb4"))
                .anyMatch(each -> each.contains("STRICT_TRANS_TABLES"))
                .anyMatch(each -> each.contains("ngram_token_size"))
                .anyMatch(each -> each.contains("read-only"));
    }

    @Test
    void a_first_migration_that_was_cut_off_is_taken_again() throws SQLException {
        open(settings()).close();
        run("UPDATE kefu_schema SET success = 0");
        run("DROP TABLE conversation");
        try (SqlTier tier = open(settings())) {
            assertThat(tier.cursor()).isZero();
            assertThat(tier.conversations().get("c1")).isEmpty();
        }
    }
}

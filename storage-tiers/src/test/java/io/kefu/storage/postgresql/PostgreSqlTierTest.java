package io.kefu.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.sql.SqlTier;
import io.kefu.storage.sql.SqlTierContract;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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

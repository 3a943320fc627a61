package io.kefu.storage.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class EngineAddressTest {
    private static final EngineAddress MYSQL = new EngineAddress(
            EngineKind.MYSQL, "jdbc:mysql://db.local:3306/?user=kefu&password=a%26b&sslMode=DISABLED");
    private static final EngineAddress REDIS = new EngineAddress(EngineKind.REDIS, "redis://:secret@127.0.0.1:6379");

    @Test
    void its_parts_are_read() {
        assertThat(MYSQL.host()).isEqualTo("db.local");
        assertThat(MYSQL.port()).isEqualTo(3306);
        assertThat(MYSQL.user()).isEqualTo("kefu");
        assertThat(MYSQL.password()).isEqualTo("a&b");
        assertThat(MYSQL.database()).isEmpty();
        assertThat(REDIS.user()).isEmpty();
        assertThat(REDIS.password()).isEqualTo("secret");
    }

    @Test
    void another_database_or_port_leaves_the_rest() {
        assertThat(MYSQL.with("t1").url())
                .isEqualTo("jdbc:mysql://db.local:3306/t1?user=kefu&password=a%26b&sslMode=DISABLED");
        assertThat(MYSQL.with("t1").through(9).url())
                .isEqualTo("jdbc:mysql://127.0.0.1:9/t1?user=kefu&password=a%26b&sslMode=DISABLED");
        assertThat(REDIS.with("3").url()).isEqualTo("redis://:secret@127.0.0.1:6379/3");
    }

    @Test
    void the_login_can_be_wrong_or_left_out() {
        assertThat(MYSQL.withPassword("x").password()).isEqualTo("x");
        assertThat(REDIS.withPassword("x").url()).isEqualTo("redis://:x@127.0.0.1:6379");
        assertThat(MYSQL.with("t1").urlWithoutLogin()).isEqualTo("jdbc:mysql://db.local:3306/t1?sslMode=DISABLED");
        assertThat(REDIS.urlWithoutLogin()).isEqualTo("redis://127.0.0.1:6379");
        EngineAddress postgresql = new EngineAddress(
                EngineKind.POSTGRESQL, "jdbc:postgresql://127.0.0.1:5432/postgres?user=kefu&password=p");
        assertThat(postgresql.urlWithoutLogin()).isEqualTo("jdbc:postgresql://127.0.0.1:5432/postgres");
    }

    @Test
    void an_address_without_a_port_is_refused_and_its_password_not_told() {
        assertThatThrownBy(() -> new EngineAddress(EngineKind.MYSQL, "jdbc:mysql://db.local/?password=secret"))
                .hasMessageContaining("KEFU_TEST_MYSQL_URL")
                .hasMessageNotContaining("secret");
        assertThat(MYSQL.toString()).doesNotContain("a%26b").doesNotContain("a&b");
    }
}

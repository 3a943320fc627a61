package io.kefu.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class JdbcAddressTest {
    @Test
    void user_and_password_leave_the_url_and_are_never_shown() {
        JdbcAddress address =
                JdbcAddress.of("jdbc:mysql://db:3306/kefu?user=u&password=p%26w&sslMode=REQUIRED", "", "");
        assertThat(address.base()).isEqualTo("jdbc:mysql://db:3306/kefu");
        assertThat(address.user()).isEqualTo("u");
        assertThat(address.password()).isEqualTo("p&w");
        assertThat(address.options()).containsOnlyKeys("sslMode");
        assertThat(address.database()).isEqualTo("kefu");
        assertThat(address).hasToString("db:3306/kefu");
    }

    @Test
    void those_beside_the_url_count_before_those_in_it() {
        JdbcAddress address = JdbcAddress.of("jdbc:postgresql://db/kefu?user=u&password=p", "other", "secret");
        assertThat(address.user()).isEqualTo("other");
        assertThat(address.password()).isEqualTo("secret");
    }

    @Test
    void what_the_tier_decides_on_is_left_out_whatever_its_case() {
        JdbcAddress address = JdbcAddress.of("jdbc:mysql://db/kefu?sockettimeout=1&useSSL=true", "", "");
        assertThat(address.optionsWithout(Set.of("socketTimeout"))).containsOnlyKeys("useSSL");
    }

    @Test
    void a_url_without_a_database_has_none() {
        assertThat(JdbcAddress.of("jdbc:mysql://db:3306/", "", "").database()).isEmpty();
        assertThat(JdbcAddress.of("jdbc:mysql://db:3306", "", "").database()).isEmpty();
    }

    @Test
    void what_is_no_such_url_is_refused_without_being_shown() {
        assertThatThrownBy(() -> JdbcAddress.of("mysql://u:secret@db/kefu", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:mysql://host:3306/database")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> JdbcAddress.of("jdbc:mysql://u:secret@db/kefu", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}

package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.admin.Agents;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.TokenLifetimes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstPasswordTest {

    private static final Agents ADMIN = new Agents() {
        @Override
        public Optional<Agent> find(String id) {
            return all().stream().filter(agent -> agent.id().equals(id)).findFirst();
        }

        @Override
        public Collection<Agent> all() {
            return List.of(new Agent("admin", "Admin", Role.ADMIN, List.of(), 8));
        }
    };

    @TempDir
    private Path folder;

    private Accounts accounts;

    @BeforeEach
    void open() {
        accounts = Accounts.open(folder, Clock.systemUTC(), TokenLifetimes.DEFAULT);
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private Optional<String> started(String wanted) {
        return new FirstPassword(accounts.credentials()).ensure(ADMIN, Optional.ofNullable(wanted));
    }

    private boolean good(String password) {
        return accounts.credentials().verify("admin", password);
    }

    @Test
    void the_first_is_the_one_that_is_wanted() {
        assertThat(started("wanted at first")).contains("wanted at first");
        assertThat(good("wanted at first")).isTrue();
        assertThat(started("wanted at first")).contains("wanted at first"); // still true, so it may be shown
        assertThat(started(null)).isEmpty();
    }

    @Test
    void a_password_that_the_agent_chose_outlives_a_restart() {
        started("wanted at first");
        assertThat(accounts.credentials().change("admin", "wanted at first", "chosen by the agent"))
                .isTrue();
        assertThat(started("wanted at first")).isEmpty();
        assertThat(good("chosen by the agent")).isTrue();
        assertThat(good("wanted at first")).isFalse();
    }
}

package io.kefu.storage.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.accounts.IdempotencyKeys.Answered;
import io.kefu.storage.accounts.IdempotencyKeys.Begun;
import io.kefu.storage.accounts.IdempotencyKeys.InProgress;
import io.kefu.storage.accounts.IdempotencyKeys.Mismatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyKeysTest {
    private static final PrincipalKey AMY = PrincipalKey.agent("amy");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Accounts accounts;
    private IdempotencyKeys keys;

    @BeforeEach
    void open() {
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        keys = accounts.idempotencyKeys();
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private void answer(String key, String body) {
        try (Begun begun = (Begun) keys.begin(AMY, key, "print")) {
            begun.complete(201, body.getBytes(UTF_8));
        }
    }

    @Test
    void a_repeated_request_gets_the_first_answer_even_after_a_restart() {
        answer("k", "one");
        close();
        open();

        assertThat(keys.begin(AMY, "k", "print")).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(201);
            assertThat(answered.body()).asString(UTF_8).isEqualTo("one");
        });
    }

    @Test
    void the_same_key_for_another_request_is_a_mistake() {
        answer("k", "one");
        assertThat(keys.begin(AMY, "k", "other print")).isInstanceOf(Mismatch.class);
    }

    @Test
    void anothers_key_is_another_key() {
        answer("k", "one");
        assertThat(keys.begin(PrincipalKey.agent("bob"), "k", "print")).isInstanceOf(Begun.class);
        assertThat(keys.begin(PrincipalKey.visitor("amy"), "k", "print")).isInstanceOf(Begun.class);
    }

    @Test
    void two_at_once_are_not_both_done_and_a_failed_one_frees_its_key() {
        try (Begun first = (Begun) keys.begin(AMY, "k", "print")) {
            assertThat(first).isNotNull();
            assertThat(keys.begin(AMY, "k", "print")).isInstanceOf(InProgress.class);
        }
        assertThat(keys.begin(AMY, "k", "print")).isInstanceOf(Begun.class);
    }

    @Test
    void answers_that_name_who_is_erased_or_a_conversation_of_theirs_go_and_no_others() {
        for (int i = 0; i < 250; i++) {
            answer("k" + i, "{\"id\": \"c" + i + "x\", \"url\": \"/v" + i + "x/\"}");
        }
        try (Begun begun = (Begun) keys.begin(PrincipalKey.visitor("v7x"), "k", "print")) {
            begun.complete(201, "theirs".getBytes(UTF_8));
        }
        assertThat(accounts.erase("v7x", List.of("c0x", "c99x", "c100x", "c249x")))
                .isEqualTo(6);
        assertThat(keys.begin(AMY, "k7", "print")).isInstanceOf(Begun.class);
        assertThat(keys.begin(AMY, "k249", "print")).isInstanceOf(Begun.class);
        assertThat(keys.begin(AMY, "k77", "print")).isInstanceOf(Answered.class);
        assertThat(keys.begin(AMY, "k24", "print")).isInstanceOf(Answered.class);
    }

    @Test
    void a_key_is_forgotten_after_a_day() {
        answer("k", "one");
        clock.advance(IdempotencyKeys.KEPT.minus(Duration.ofMillis(1)));
        assertThat(keys.begin(AMY, "k", "print")).isInstanceOf(Answered.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(keys.begin(AMY, "k", "print")).isInstanceOf(Begun.class);
        assertThat(keys.sweep()).isEqualTo(1);
    }
}

package io.kefu.storage.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final AgentPrincipal AMY = new AgentPrincipal("amy", "Amy", Role.AGENT);

    @TempDir
    Path folder;

    private Accounts accounts;
    private Credentials credentials;

    @BeforeEach
    void open() {
        accounts = Accounts.open(folder, new TestClock(), TokenLifetimes.DEFAULT);
        credentials = accounts.credentials();
        credentials.set("amy", "correct horse");
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    @Test
    void only_the_right_password_of_the_right_agent_signs_in() {
        assertThat(credentials.signIn(AMY, "correct horse")).isPresent();
        assertThat(credentials.signIn(AMY, "correct horse ")).isEmpty();
        assertThat(credentials.signIn(AMY, "")).isEmpty();
        assertThat(credentials.signIn(AMY, "x".repeat(1_000_000))).isEmpty();
        assertThat(credentials.signIn(new AgentPrincipal("bob", "Bob", Role.ADMIN), "correct horse"))
                .isEmpty();
    }

    @Test
    void an_unknown_agent_costs_the_same_hash_as_a_known_one() {
        long before = credentials.hashesComputed();
        credentials.verify("amy", "wrong password");
        long known = credentials.hashesComputed() - before;
        credentials.verify("nobody", "wrong password");
        long unknown = credentials.hashesComputed() - before - known;
        credentials.verify("amy", "x".repeat(5_000));
        long oversize = credentials.hashesComputed() - before - known - unknown;

        assertThat(known).isEqualTo(1);
        assertThat(unknown).isEqualTo(1);
        assertThat(oversize).isEqualTo(1);
    }

    @Test
    void a_changed_password_ends_every_session() {
        String session = credentials.signIn(AMY, "correct horse").orElseThrow().token();
        assertThat(credentials.change("amy", "wrong password", "battery staple"))
                .isFalse();
        assertThat(accounts.tokens().find(session)).isPresent();

        assertThat(credentials.change("amy", "correct horse", "battery staple")).isTrue();

        assertThat(accounts.tokens().find(session)).isEmpty();
        assertThat(credentials.verify("amy", "correct horse")).isFalse();
        assertThat(credentials.verify("amy", "battery staple")).isTrue();
    }

    @Test
    void no_session_slips_in_while_the_password_changes() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var signIns = IntStream.range(0, 12)
                    .mapToObj(i -> threads.submit(() -> credentials.signIn(AMY, "correct horse")))
                    .toList();
            credentials.set("amy", "battery staple");
            for (Future<Optional<IssuedToken>> signIn : signIns) {
                signIn.get()
                        .ifPresent(token -> assertThat(accounts.tokens().find(token.token()))
                                .isEmpty());
            }
        }
    }

    @Test
    void a_removed_agent_has_neither_password_nor_session() {
        String session = credentials.signIn(AMY, "correct horse").orElseThrow().token();
        credentials.remove("amy");

        assertThat(credentials.exists("amy")).isFalse();
        assertThat(accounts.tokens().find(session)).isEmpty();
        assertThat(credentials.verify("amy", "correct horse")).isFalse();
    }

    @Test
    void a_password_too_short_or_too_long_is_refused() {
        assertThatThrownBy(() -> credentials.set("amy", "1234567")).hasMessageContaining("8 to 256 characters");
        assertThatThrownBy(() -> credentials.set("amy", "x".repeat(257))).hasMessageContaining("8 to 256 characters");
        credentials.set("amy", "密码密码密码密码");
        assertThat(credentials.verify("amy", "密码密码密码密码")).isTrue();
    }

    @Test
    void the_disk_holds_the_parameters_and_no_password() throws Exception {
        close();
        try (Stream<Path> files = Files.list(folder)) {
            String all = files.map(CredentialsTest::latin).reduce("", String::concat);
            assertThat(all).contains("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("correct horse");
        }
        open();
    }

    private static String latin(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

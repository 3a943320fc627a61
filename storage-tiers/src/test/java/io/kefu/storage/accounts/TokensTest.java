package io.kefu.storage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final VisitorPrincipal VISITOR = new VisitorPrincipal("v1", "web");
    private static final AgentPrincipal AGENT = new AgentPrincipal("amy", "Amy", Role.SUPERVISOR);
    private static final ApiKeyPrincipal KEY = new ApiKeyPrincipal("k1", "crm", Set.of("messages:write", "files"));

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Accounts accounts;
    private Tokens tokens;

    @BeforeEach
    void open() {
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        tokens = accounts.tokens();
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void a_token_of_each_kind_is_found_before_and_after_a_restart() {
        List<Principal> principals = List.of(VISITOR, AGENT, KEY, new ApiKeyPrincipal("k2", "none", Set.of()));
        List<String> issued =
                principals.stream().map(p -> tokens.issue(p).token()).toList();

        assertThat(issued).allSatisfy(token -> assertThat(token).matches("[A-Za-z0-9_-]{43}"));
        assertThat(issued).map(token -> tokens.find(token).orElseThrow()).isEqualTo(principals);
        reopen();
        assertThat(issued).map(token -> tokens.find(token).orElseThrow()).isEqualTo(principals);
    }

    @Test
    void what_was_not_issued_is_not_found() {
        IssuedToken issued = tokens.issue(AGENT);
        String token = issued.token();

        assertThat(Stream.of(
                        "",
                        "x",
                        token + "x",
                        token.substring(1),
                        issued.tokenId(),
                        token.substring(0, 42) + (token.endsWith("A") ? "E" : "A"),
                        "' OR 1=1 --",
                        RandomIds.token()))
                .allSatisfy(guess -> assertThat(tokens.find(guess)).isEmpty());
        assertThat(tokens.find(null)).isEmpty();
    }

    @Test
    void an_agents_session_ends_after_twelve_hours_of_work() {
        String token = tokens.issue(AGENT).token();
        clock.advance(Duration.ofHours(12).minusMillis(1));
        assertThat(tokens.find(token)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.find(token)).isEmpty();
    }

    @Test
    void a_visitors_token_lives_as_long_as_it_is_used_within_thirty_days() {
        String token = tokens.issue(VISITOR).token();
        for (int month = 0; month < 12; month++) {
            clock.advance(Duration.ofDays(29));
            assertThat(tokens.find(token)).isPresent();
            reopen();
        }
        clock.advance(Duration.ofDays(30));
        assertThat(tokens.find(token)).isEmpty();
    }

    @Test
    void an_api_key_lasts_until_it_is_revoked() {
        String token = tokens.issue(KEY).token();
        clock.advance(Duration.ofDays(10_000));
        assertThat(tokens.find(token)).contains(KEY);
        tokens.revokeAll(KEY.key());
        assertThat(tokens.find(token)).isEmpty();
    }

    @Test
    void a_revocation_is_told_and_holds_at_once_and_after_a_restart() {
        List<Revocation> told = new ArrayList<>();
        tokens.onRevoked(told::add);
        IssuedToken one = tokens.issue(AGENT);
        IssuedToken two = tokens.issue(AGENT);
        String other =
                tokens.issue(new AgentPrincipal("bob", "Bob", Role.AGENT)).token();
        String visitorOfThatName =
                tokens.issue(new VisitorPrincipal("amy", "web")).token();
        tokens.find(one.token());

        tokens.revokeAll(AGENT.key());

        assertThat(told).containsExactly(new Revocation(AGENT.key(), Set.of(one.tokenId(), two.tokenId())));
        assertThat(tokens.find(one.token())).isEmpty();
        assertThat(tokens.find(other)).isPresent();
        assertThat(tokens.find(visitorOfThatName)).isPresent();
        reopen();
        assertThat(tokens.find(two.token())).isEmpty();
    }

    @Test
    void a_sign_out_ends_one_session() {
        String one = tokens.issue(AGENT).token();
        String two = tokens.issue(AGENT).token();
        tokens.revoke(tokens.grant(one).orElseThrow());

        assertThat(tokens.find(one)).isEmpty();
        assertThat(tokens.find(two)).isPresent();
    }

    @Test
    void a_principal_keeps_its_newest_tokens_and_loses_the_oldest() {
        String first = tokens.issue(VISITOR).token();
        clock.advance(Duration.ofSeconds(1));
        String second = tokens.issue(VISITOR).token();
        clock.advance(Duration.ofSeconds(1));
        for (int i = 1; i < Tokens.MAX_TOKENS_OF_A_PRINCIPAL; i++) {
            tokens.issue(VISITOR);
        }
        assertThat(tokens.find(first)).isEmpty();
        assertThat(tokens.find(second)).isPresent();
    }

    @Test
    void no_token_stands_in_clear_on_the_disk_or_in_a_log_line() throws Exception {
        IssuedToken issued = tokens.issue(AGENT);
        assertThat(issued.toString()).doesNotContain(issued.token());
        close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).isNotEmpty().allSatisfy(file -> {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(issued.token());
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            });
        }
        open();
    }

    @Test
    void expired_tokens_are_swept() {
        tokens.issue(AGENT);
        tokens.issue(KEY);
        clock.advance(Duration.ofHours(13));
        assertThat(tokens.sweep()).isEqualTo(1);
        assertThat(tokens.sweep()).isZero();
    }
}

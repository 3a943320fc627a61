package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.Page;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.accounts.Visitor;
import io.kefu.storage.accounts.VisitorPrincipal;
import io.kefu.storage.accounts.VisitorProfile;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenVisitorsTest {

    private static final VisitorProfile PROFILE =
            new VisitorProfile("x", "en", Page.UNKNOWN, Optional.of(Map.of()), Map.of());

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private Accounts accounts;
    private WarmTier warm;

    @BeforeEach
    void open() {
        InstantSource clock = () -> now;
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        warm = WarmTier.open("warm", folder.resolve("warm.db"), Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        warm.close();
        accounts.close();
    }

    private Visitor anonymous() {
        return accounts.visitors().create("web", PROFILE);
    }

    private Visitor withToken() {
        Visitor visitor = anonymous();
        accounts.tokens().issue(new VisitorPrincipal(visitor.id(), "web"));
        return visitor;
    }

    private void wrote(Visitor visitor) {
        warm.append(
                List.of(new ConversationRow(
                        "c", "e", "web", visitor.id(), "x", "closed", "support", "", 1, 1, 1, 1, new byte[0])),
                1);
    }

    private boolean known(Visitor visitor) {
        return accounts.visitors().byId(visitor.id()).isPresent();
    }

    @Test
    void who_never_wrote_and_cannot_come_back_goes_and_nobody_else() {
        Visitor stranger = withToken();
        Visitor writer = withToken();
        wrote(writer);
        Visitor customer = accounts.visitors().identified("web", "u-1", PROFILE);
        now = now.plus(Duration.ofDays(31)); // a visitor's token lives for thirty days
        accounts.sweep();
        Visitor fresh = anonymous(); // whose token is about to be made
        Visitor present = withToken();

        ForgottenVisitors forgotten = new ForgottenVisitors(accounts.visitors(), warm.conversations());
        assertThat(forgotten.sweep()).isEqualTo(1);
        assertThat(forgotten.sweep()).isZero();
        assertThat(known(stranger)).isFalse();
        assertThat(List.of(known(writer), known(customer), known(fresh), known(present)))
                .containsOnly(true);
    }
}

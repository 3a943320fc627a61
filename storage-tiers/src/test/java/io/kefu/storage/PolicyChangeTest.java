package io.kefu.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.config.Secret;
import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.FaultProxy;
import io.kefu.storage.erasure.ErasurePlace;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.Subject;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.tier.TierFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Policies that change under a running server while messages flow and people read. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PolicyChangeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final Chat chat = new Chat();

    private Storage open(StoragePolicyConfig policy) {
        return Storage.open(directory, Policies.settings(policy), new TestSource());
    }

    private static StoragePolicyConfig quick() {
        return Policies.embedded(20, new StoragePolicyConfig.Batch(100, Duration.ofMillis(20)));
    }

    private static boolean stands(Storage storage, TierRole role, String engine) {
        return storage.status().changes().isEmpty()
                && storage.status().tiers().stream()
                        .anyMatch(each ->
                                each.tier().equals(role.word()) && each.engine().equals(engine));
    }

    private static long held(Storage storage, TierRole role) {
        return storage.report().tiers().stream()
                .filter(each -> each.status().tier().equals(role.word()))
                .findFirst()
                .flatMap(StorageReport.Tier::facts)
                .map(TierFacts::messages)
                .orElse(-1L);
    }

    /** A tier that is late with its facts is asked again. */
    private static void holds(Storage storage, TierRole role, long messages) throws Exception {
        Deadlines.await("the " + role + " tier tells what it holds", PATIENCE, () -> held(storage, role) >= 0);
        Deadlines.await(
                "the " + role + " tier holds " + messages + " messages and not " + held(storage, role),
                () -> held(storage, role) == messages);
    }

    private void everythingIsIn(Storage storage, TierRole role) throws Exception {
        Deadlines.await("the " + role + " tier is carried to", PATIENCE, () -> Chat.isCarried(storage));
        holds(storage, role, chat.messages());
        chat.readAll(storage);
    }

    @Test
    void the_warm_tier_goes_to_postgresql_and_on_to_mysql_while_messages_flow() throws Exception {
        try (EngineDatabase postgresql = Engine.postgresql().freshDatabase();
                EngineDatabase mysql = Engine.mysql().freshDatabase();
                Storage storage = open(quick())) {
            chat.fill(storage);
            assertThat(storage.apply(Policies.with(postgresql.address()))).containsExactly(TierRole.WARM);
            chat.await("it stands", storage, () -> stands(storage, TierRole.WARM, "postgresql"));
            everythingIsIn(storage, TierRole.WARM);
            assertThat(storage.report().left()).containsExactly("warm sqlite");
            storage.apply(Policies.with(mysql.address()));
            chat.await("it stands", storage, () -> stands(storage, TierRole.WARM, "mysql"));
            everythingIsIn(storage, TierRole.WARM);
            assertThat(Files.readString(directory.resolve("tiers/standing.json")))
                    .doesNotContain("password")
                    .contains("warm postgresql at");
        }
    }

    @Test
    void the_way_back_to_an_engine_finds_what_was_written_and_erased_meanwhile() throws Exception {
        try (EngineDatabase postgresql = Engine.postgresql().freshDatabase();
                Storage storage = open(quick())) {
            chat.fill(storage);
            chat.say(storage, "gone", "secret", Instant.now());
            storage.apply(Policies.with(postgresql.address()));
            chat.await("it stands", storage, () -> stands(storage, TierRole.WARM, "postgresql"));
            Subject gone = new Subject("v-gone", Set.of("gone"), Set.of());
            for (ErasurePlace each : storage.places()) {
                assertThat(each.erase(gone)).allMatch(Part::isDone);
            }
            storage.apply(quick());
            Deadlines.await("it stands", PATIENCE, () -> stands(storage, TierRole.WARM, "sqlite"));
            Deadlines.await("it is carried to", PATIENCE, () -> Chat.isCarried(storage));
            holds(storage, TierRole.WARM, chat.messages() - 1);
        }
    }

    @Test
    void the_cold_tier_comes_goes_to_clickhouse_and_may_not_go_with_days_that_it_alone_holds() throws Exception {
        try (EngineDatabase clickhouse = Engine.clickhouse().freshDatabase();
                Storage storage = open(quick())) {
            chat.fill(storage);
            storage.apply(Policies.withDuckDb());
            chat.await("it stands", storage, () -> stands(storage, TierRole.COLD, "duckdb"));
            LocalDate old = storage.days().getFirst();
            assertThat(storage.verify(old).verdict()).isEqualTo(DayComparison.Verdict.AGREE);
            everythingIsIn(storage, TierRole.COLD);

            storage.apply(Policies.with(clickhouse.address()));
            chat.await("it stands", storage, () -> stands(storage, TierRole.COLD, "clickhouse"));
            everythingIsIn(storage, TierRole.COLD);

            storage.apply(keeping(clickhouse, Duration.ofDays(5)));
            storage.age();
            assertThat(storage.verify(old).verdict()).isEqualTo(DayComparison.Verdict.AGED);
            assertThatThrownBy(() -> storage.apply(quick()))
                    .isInstanceOf(PolicyRefusedException.class)
                    .hasMessageContaining("of 10 days")
                    .hasMessageContaining("storage backfill --tier warm");
            chat.readAll(storage);

            storage.apply(Policies.with(clickhouse.address()));
            storage.days().forEach(day -> storage.backfill(TierRole.WARM, day));
            storage.apply(quick());
            chat.await("it is gone", storage, () -> storage.status().tiers().size() == 2);
            everythingIsIn(storage, TierRole.WARM);
        }
    }

    private static StoragePolicyConfig keeping(EngineDatabase clickhouse, Duration keep) {
        StoragePolicyConfig policy = Policies.with(clickhouse.address());
        StoragePolicyConfig.Warm warm = policy.warm();
        return policy.with(new StoragePolicyConfig.Warm(
                warm.engine(),
                warm.url(),
                warm.user(),
                warm.password(),
                warm.replicas(),
                keep,
                warm.lagBudget(),
                warm.batch()));
    }

    @Test
    void the_hot_tier_goes_to_redis_and_back_while_messages_flow() throws Exception {
        try (EngineDatabase redis = Engine.redis().freshDatabase();
                Storage storage = open(quick())) {
            chat.fill(storage);
            for (int i = 0; i < 2; i++) {
                storage.apply(Policies.with(redis.address()));
                chat.await("it stands", storage, () -> stands(storage, TierRole.HOT, "redis"));
                for (int k = 0; k < 10; k++) {
                    chat.goOn(storage);
                }
                storage.apply(quick());
                chat.await("it stands", storage, () -> stands(storage, TierRole.HOT, "memory"));
            }
            chat.readAll(storage);
        }
    }

    @Test
    void an_engine_that_is_away_is_waited_for_and_another_policy_ends_the_wait() throws Exception {
        try (EngineDatabase mysql = Engine.mysql().freshDatabase();
                FaultProxy proxy = FaultProxy.to(mysql.address());
                Storage storage = open(quick())) {
            chat.fill(storage);
            proxy.refuse();
            StoragePolicyConfig wanted = Policies.with(mysql.through(proxy));
            storage.apply(wanted);
            chat.await(
                    "why it waits is told",
                    storage,
                    () -> storage.status().changes().stream()
                            .anyMatch(each -> !each.reason().isEmpty()));
            assertThat(Files.getPosixFilePermissions(directory.resolve("tiers/standing.json")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            storage.apply(quick());
            chat.await("nothing is under way", storage, () -> stands(storage, TierRole.WARM, "sqlite"));
            storage.apply(wanted);
            proxy.heal();
            chat.await("it stands", storage, () -> stands(storage, TierRole.WARM, "mysql"));
            everythingIsIn(storage, TierRole.WARM);
        }
    }

    @Test
    void a_new_password_is_used_without_moving_anything_and_a_wrong_one_leaves_the_old_connection() throws Exception {
        try (EngineDatabase mysql = Engine.mysql().freshDatabase();
                Storage storage = open(Policies.with(mysql.address()))) {
            chat.fill(storage);
            StoragePolicyConfig good = Policies.with(mysql.address());
            StoragePolicyConfig.Warm warm = good.warm();
            storage.apply(good.with(Mixed.warm(
                    warm, warm.engine(), warm.url(), warm.user(), Optional.of(new Secret("wrong")), warm.replicas())));
            chat.await(
                    "why it waits is told",
                    storage,
                    () -> storage.status().changes().stream()
                            .anyMatch(each -> !each.reason().isEmpty()));
            storage.apply(good.with(Mixed.warm(
                    warm,
                    warm.engine(),
                    warm.url(),
                    warm.user(),
                    warm.password(),
                    List.of(mysql.address().urlWithoutLogin()))));
            chat.await("it stands", storage, () -> stands(storage, TierRole.WARM, "mysql"));
            everythingIsIn(storage, TierRole.WARM);
        }
    }

    @Test
    void a_change_that_a_restart_cut_off_goes_on_and_the_old_engine_serves_meanwhile() throws Exception {
        try (EngineDatabase postgresql = Engine.postgresql().freshDatabase();
                FaultProxy proxy = FaultProxy.to(postgresql.address())) {
            StoragePolicyConfig wanted = Policies.with(postgresql.through(proxy));
            try (Storage storage = open(quick())) {
                chat.fill(storage);
                proxy.delay(Duration.ofMillis(50));
                storage.apply(wanted);
                Deadlines.await(
                        "some days are copied",
                        PATIENCE,
                        () -> StandingFile.in(directory.resolve("tiers"))
                                        .days(TierRole.WARM)
                                        .size()
                                >= 2);
                proxy.refuse();
            }
            try (Storage storage = open(wanted)) {
                assertThat(storage.status().tiers().get(1).engine()).isEqualTo("sqlite");
                chat.await("the old one serves", storage, () -> chat.messages() > Chat.OLD + 20);
                proxy.heal();
                chat.await("it stands", storage, () -> stands(storage, TierRole.WARM, "postgresql"));
                everythingIsIn(storage, TierRole.WARM);
            }
            try (Storage storage = open(wanted)) {
                everythingIsIn(storage, TierRole.WARM);
            }
        }
    }

    @Test
    void whoever_is_erased_while_the_new_engine_is_away_is_not_in_it_when_it_stands() throws Exception {
        try (EngineDatabase postgresql = Engine.postgresql().freshDatabase();
                FaultProxy proxy = FaultProxy.to(postgresql.address());
                Storage storage = open(quick())) {
            chat.fill(storage);
            chat.say(storage, "gone", "secret", Instant.now().minus(Duration.ofDays(20)));
            Deadlines.await("it is carried", PATIENCE, () -> Chat.isCarried(storage));
            LocalDate first = storage.days().getFirst();
            proxy.delay(Duration.ofMillis(50));
            storage.apply(Policies.with(postgresql.through(proxy)));
            Deadlines.await(
                    "its day is copied",
                    PATIENCE,
                    () -> StandingFile.in(directory.resolve("tiers"))
                            .days(TierRole.WARM)
                            .contains(first));
            proxy.refuse();
            Subject gone = new Subject("v-gone", Set.of("gone"), Set.of());
            Deadlines.await("it is erased", PATIENCE, () -> isErased(storage, gone));
            proxy.heal();
            Deadlines.await("it stands", PATIENCE, () -> stands(storage, TierRole.WARM, "postgresql"));
            Deadlines.await("it is carried to", PATIENCE, () -> Chat.isCarried(storage));
            holds(storage, TierRole.WARM, chat.messages() - 1);
        }
    }

    @Test
    void an_engine_that_was_half_filled_when_the_old_policy_came_back_is_named_as_left() throws Exception {
        try (EngineDatabase postgresql = Engine.postgresql().freshDatabase();
                FaultProxy proxy = FaultProxy.to(postgresql.address());
                Storage storage = open(quick())) {
            chat.fill(storage);
            proxy.delay(Duration.ofMillis(50));
            storage.apply(Policies.with(postgresql.through(proxy)));
            Deadlines.await(
                    "a day is copied",
                    PATIENCE,
                    () -> !StandingFile.in(directory.resolve("tiers"))
                            .days(TierRole.WARM)
                            .isEmpty());
            storage.apply(quick());
            assertThat(storage.report().left()).singleElement().asString().startsWith("warm postgresql at");
            Deadlines.await("it is given up", PATIENCE, () -> stands(storage, TierRole.WARM, "sqlite"));
            assertThat(storage.report().left()).singleElement().asString().startsWith("warm postgresql at");
        }
    }

    /** An attempt that meets the engine as it is away is followed by another. */
    private static boolean isErased(Storage storage, Subject gone) {
        boolean done = true;
        try {
            for (ErasurePlace each : storage.places()) {
                done &= each.erase(gone).stream().allMatch(Part::isDone);
            }
            return done;
        } catch (JournalUnavailableException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_change_in_mid_backfill_outlives_kills() throws Exception {
        try (EngineDatabase postgresql = Engine.postgresql().freshDatabase();
                FaultProxy proxy = FaultProxy.to(postgresql.address())) {
            try (Storage storage = open(quick())) {
                chat.fill(storage);
            }
            proxy.delay(Duration.ofMillis(20));
            for (int day = 3; day < 10; day += 4) {
                assertThat(KilledChange.run(directory, postgresql.through(proxy), day))
                        .isGreaterThan(chat.messages());
            }
            proxy.heal();
            try (Storage storage =
                    open(KilledChange.wanted(postgresql.through(proxy).url()))) {
                Deadlines.await("it stands", PATIENCE, () -> stands(storage, TierRole.WARM, "postgresql"));
                Deadlines.await("it is carried to", PATIENCE, () -> Chat.isCarried(storage));
                holds(
                        storage,
                        TierRole.WARM,
                        Chat.OLD
                                + 2
                                + storage.journal().end()
                                - storage.journal().begin());
                chat.readAll(storage);
            }
        }
    }
}

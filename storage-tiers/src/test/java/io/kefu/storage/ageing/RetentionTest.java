package io.kefu.storage.ageing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.hold.Hold;
import io.kefu.storage.hold.Holds;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
    @TempDir
    Path directory;

    @Test
    void days_that_have_had_their_time_are_gone_and_no_other() {
        try (MessageTier cold = WarmTier.open("cold", directory.resolve("cold.db"), Duration.ofSeconds(5))) {
            Instant noon = Instant.parse("2026-03-01T12:00:00Z");
            for (int day = 0; day < 4; day++) {
                Instant at = noon.plus(Duration.ofDays(day));
                cold.append(List.of(Messages.at("c1", day + 1, "visitor", "v", "text", at)), day + 1);
            }
            InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-12T00:00:00Z"));
            Retention retention =
                    new Retention(cold, new KeepTimes(Map.of(), Optional.of(Duration.ofDays(9))), holds(), clock);
            assertThat(retention.run()).isEqualTo(2);
            assertThat(cold.days()).containsExactly(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 3, 4));
            assertThat(retention.run()).isZero();
        }
    }

    private Holds holds() {
        return Holds.open(directory.resolve("holds.db"), InstantSource.system());
    }

    @Test
    void a_channel_has_its_own_time_and_what_is_held_stays() {
        try (MessageTier cold = WarmTier.open("cold", directory.resolve("cold.db"), Duration.ofSeconds(5));
                Holds holds = holds()) {
            cold.append(
                    List.of(
                            Messages.of("v1", "web", "c1", 1, "text"),
                            Messages.of("v1", "web", "c2", 1, "text"),
                            Messages.of("v1", "app", "c3", 1, "text"),
                            Messages.of("v1", "mail", "c4", 1, "text")),
                    1);
            holds.add("c2", "case 7", _ -> false);
            InstantSource clock = InstantSource.fixed(Messages.START.plus(Duration.ofDays(20)));
            KeepTimes keep = new KeepTimes(
                    Map.of("web", Duration.ofDays(5), "mail", Duration.ofDays(90)), Optional.of(Duration.ofDays(10)));
            assertThat(new Retention(cold, keep.ofChannelsAlone(), holds, clock).run())
                    .isEqualTo(1);
            assertThat(new Retention(cold, keep, holds, clock).run()).isEqualTo(1);
            assertThat(new Retention(cold, keep, holds, clock).run()).isZero();
            assertThat(held(cold)).containsExactlyInAnyOrder("c2", "c4");
            holds.remove("c2");
            assertThat(new Retention(cold, keep, holds, clock).run()).isEqualTo(1);
            assertThat(held(cold)).containsExactly("c4");
        }
    }

    @Test
    void the_first_messages_go_after_the_shortest_time() {
        Map<String, Duration> channels = Map.of("web", Duration.ofDays(5), "mail", Duration.ofDays(90));
        KeepTimes keep = new KeepTimes(channels, Optional.of(Duration.ofDays(10)));
        assertThat(keep.shortest()).contains(Duration.ofDays(5));
        assertThat(new KeepTimes(Map.of(), keep.others()).shortest()).contains(Duration.ofDays(10));
        assertThat(new KeepTimes(Map.of(), keep.others()).ofChannelsAlone().shortest())
                .isEmpty();
    }

    private static List<String> held(MessageTier tier) {
        List<String> conversations = new ArrayList<>();
        tier.scan(tier.days().getFirst(), each -> conversations.add(each.conversationId()));
        return conversations;
    }

    @Test
    void a_hold_waits_for_a_drop_that_is_under_way_and_the_next_drop_heeds_it() throws Exception {
        try (Holds holds = holds()) {
            CountDownLatch dropping = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Thread drop = Thread.ofVirtual()
                    .start(() -> holds.undisturbed(held -> {
                        dropping.countDown();
                        return await(go) && held.isEmpty();
                    }));
            dropping.await();
            CompletableFuture<Hold> hold = CompletableFuture.supplyAsync(() -> holds.add("c1", "", _ -> false));
            assertThat(hold).isNotDone();
            assertThat(holds.isHeld("c1")).isFalse();
            go.countDown();
            assertThat(hold.get(10, TimeUnit.SECONDS).conversationId()).isEqualTo("c1");
            drop.join();
            assertThat(holds.<Boolean>undisturbed(held -> held.contains("c1"))).isTrue();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

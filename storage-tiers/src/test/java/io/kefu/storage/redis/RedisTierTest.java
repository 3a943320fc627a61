package io.kefu.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.FaultProxy;
import io.kefu.storage.engines.ProcessEngine;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.MessageTierContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RedisTierTest extends MessageTierContract {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private EngineDatabase database;

    @Override
    protected MessageTier emptyTier() {
        database = Engine.redis().freshDatabase();
        return open();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private RedisTier open() {
        return RedisTier.open(settings(database.address(), 200));
    }

    private static RedisSettings settings(EngineAddress address, int perConversation) {
        return new RedisSettings(
                "hot",
                address.urlWithoutLogin(),
                address.user(),
                address.password(),
                false,
                "kefu",
                perConversation,
                Duration.ofHours(1),
                Duration.ofDays(7),
                BOUND,
                () -> 0);
    }

    private <T> T redis(Function<RedisCommands<String, String>, T> commands) {
        try (RedisClient client = RedisClient.create(database.url());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return commands.apply(connection.sync());
        }
    }

    private long millisLeft(String conversation) {
        return redis(commands -> commands.pttl("kefu:conversation:{" + conversation + "}"));
    }

    private static List<TierEntry> messages(String conversation, int from, int to) {
        List<TierEntry> entries = new ArrayList<>();
        for (int seq = from; seq <= to; seq++) {
            entries.add(Messages.message(conversation, seq, "text " + seq));
        }
        return entries;
    }

    private static List<Long> seqs(Slice slice) {
        return slice.messages().stream().map(StoredMessage::seq).toList();
    }

    @Test
    void only_the_last_messages_of_a_conversation_are_kept() {
        try (RedisTier tier = RedisTier.open(settings(database.address(), 3))) {
            tier.append(messages("c1", 1, 10), 10);
            assertThat(seqs(tier.read("c1", Range.after(0, 100)))).containsExactly(8L, 9L, 10L);
            assertThat(tier.read("c1", Range.newest(1)).newestSeq()).isEqualTo(10);
            tier.append(List.of(Messages.recall("c1", 7, 11), Messages.recall("c1", 8, 12)), 12);
            assertThat(tier.read("c1", Range.newest(9)).messages())
                    .extracting(StoredMessage::amendment)
                    .containsExactly(new Amendment(Amendment.Kind.RECALL, 12, ""), null, null);
        }
    }

    @Test
    void what_is_held_never_has_a_gap() {
        try (RedisTier tier = open()) {
            tier.append(messages("c1", 1, 2), 2);
            tier.append(messages("c1", 4, 4), 4);
            assertThat(seqs(tier.read("c1", Range.newest(9)))).containsExactly(4L);
            tier.append(messages("c1", 5, 5), 5);
            assertThat(seqs(tier.read("c1", Range.newest(9)))).containsExactly(4L, 5L);
        }
    }

    @Test
    void a_closed_conversation_leaves_after_its_time_and_stays_when_it_is_opened_again() {
        long now = Instant.now().toEpochMilli();
        long longAgo = now - Duration.ofHours(2).toMillis();
        try (RedisTier tier = open()) {
            tier.append(messages("c1", 1, 1), 1);
            tier.append(messages("c2", 1, 1), 2);
            tier.append(messages("c3", 1, 1), 3);
            tier.append(
                    List.of(
                            Messages.row("c1", "closed", "", "", now),
                            Messages.row("c2", "closed", "", "", longAgo),
                            Messages.row("c3", "closed", "", "", now),
                            Messages.row("c3", "queued", "", "", now)),
                    7);
            assertThat(tier.read("c2", Range.newest(1))).isEqualTo(Slice.EMPTY);
            assertThat(millisLeft("c1"))
                    .isBetween(
                            Duration.ofMinutes(59).toMillis(),
                            Duration.ofMinutes(60).toMillis());
            assertThat(millisLeft("c3")).isGreaterThan(Duration.ofDays(6).toMillis());
        }
    }

    @Test
    void a_server_that_has_lost_everything_is_filled_from_the_replay_start() {
        RedisSettings here = settings(database.address(), 200);
        RedisSettings later = new RedisSettings(
                here.tier(),
                here.url(),
                here.user(),
                here.password(),
                false,
                here.prefix(),
                200,
                here.keepAfterClose(),
                here.keepIdle(),
                BOUND,
                () -> 42);
        try (RedisTier tier = RedisTier.open(later)) {
            assertThat(tier.cursor()).isEqualTo(42);
            tier.append(messages("c1", 1, 5), 47);
            assertThat(tier.cursor()).isEqualTo(47);
            String flushed = redis(RedisCommands::flushdb) + redis(RedisCommands::scriptFlush);
            assertThat(flushed).isEqualTo("OKOK");
            assertThat(tier.cursor()).isEqualTo(42);
            assertThat(tier.read("c1", Range.newest(9))).isEqualTo(Slice.EMPTY);
            tier.append(messages("c1", 3, 5), 47);
            assertThat(seqs(tier.read("c1", Range.newest(9)))).containsExactly(3L, 4L, 5L);
        }
    }

    @Test
    void a_server_that_was_put_back_goes_on_from_where_it_stands() {
        try (RedisTier tier = open()) {
            tier.append(messages("c1", 1, 3), 3);
            byte[] before =
                    redisBytes(commands -> commands.dump("kefu:conversation:{c1}".getBytes(StandardCharsets.UTF_8)));
            tier.append(List.of(Messages.message("c1", 4, "x"), Messages.recall("c1", 2, 4)), 5);
            String restored = redisBytes(commands -> {
                byte[] key = "kefu:conversation:{c1}".getBytes(StandardCharsets.UTF_8);
                return commands.del(key) + commands.restore(key, 0, before);
            });
            assertThat(restored).isEqualTo("1OK");
            String put = redis(commands -> commands.set("kefu:cursor", "3"));
            assertThat(put).isEqualTo("OK");
            assertThat(tier.cursor()).isEqualTo(3);
            assertThat(tier.read("c1", Range.newest(1)).newestSeq()).isEqualTo(3);
            tier.append(List.of(Messages.message("c1", 4, "x"), Messages.recall("c1", 2, 4)), 5);
            assertThat(seqs(tier.read("c1", Range.newest(9)))).containsExactly(1L, 2L, 3L, 4L);
            assertThat(tier.read("c1", Range.after(1, 1)).messages().getFirst().shownText())
                    .isEmpty();
        }
    }

    private <T> T redisBytes(Function<RedisCommands<byte[], byte[]>, T> commands) {
        try (RedisClient client = RedisClient.create(database.url());
                StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            return commands.apply(connection.sync());
        }
    }

    @Test
    void a_batch_that_was_cut_off_is_applied_again_and_each_entry_counts_once() throws Exception {
        List<TierEntry> entries = messages("c1", 1, 200);
        for (int i = 2; i < 60; i++) {
            entries.addAll(messages("c" + i, 1, 20));
        }
        try (FaultProxy proxy = FaultProxy.to(database.address());
                RedisTier tier = RedisTier.open(settings(database.through(proxy), 200))) {
            tier.append(List.of(), 0);
            for (int bytes : List.of(100, 20_000, 60_000)) {
                proxy.resetAfter(bytes);
                assertThatThrownBy(() -> tier.append(entries, 2_000)).isInstanceOf(TierUnavailableException.class);
                proxy.heal();
                awaitAnswer(tier);
                assertThat(tier.cursor()).isZero();
            }
            tier.append(entries, 2_000);
            assertThat(tier.cursor()).isEqualTo(2_000);
            assertThat(tier.facts().messages()).isEqualTo(200 + 58 * 20);
            assertThat(seqs(tier.read("c1", Range.newest(500)))).hasSize(200).isSorted();
        }
    }

    /** The client connects again by itself, a little after the line is well. */
    private static void awaitAnswer(RedisTier tier) throws InterruptedException {
        Deadlines.await("the tier answers again", () -> {
            try {
                return tier.cursor() >= 0;
            } catch (TierUnavailableException e) {
                return false;
            }
        });
    }

    @Test
    void a_server_that_hangs_is_named_with_the_remedy_in_time() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(database.address());
                RedisTier tier = RedisTier.open(settings(database.through(proxy), 200))) {
            tier.append(messages("c1", 1, 3), 3);
            proxy.hold();
            long started = System.nanoTime();
            assertThatThrownBy(() -> tier.read("c1", Range.newest(1)))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("does not answer")
                    .hasMessageContaining("firewall");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND.plusSeconds(2));
            assertThat(tier.health().available()).isFalse();
            proxy.heal();
            awaitAnswer(tier);
            assertThat(tier.cursor()).isEqualTo(3);
            assertThat(tier.health().available()).isTrue();
        }
    }

    @Test
    void wrong_credentials_are_named_and_the_password_is_not() {
        RedisSettings wrong = settings(database.address().withPassword("not-this-one"), 200);
        try (RedisTier tier = RedisTier.open(wrong)) {
            assertThatThrownBy(tier::cursor)
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("does not let us in")
                    .hasMessageContaining("StoragePolicy")
                    .hasMessageNotContaining("not-this-one");
            assertThat(wrong.toString()).doesNotContain("not-this-one");
        }
    }

    @Test
    void a_server_that_may_throw_away_any_key_is_refused_with_the_remedy() {
        try (ProcessEngine engine = ProcessEngine.start(EngineKind.REDIS);
                RedisClient admin = RedisClient.create(engine.address().url());
                StatefulRedisConnection<String, String> connection = admin.connect();
                RedisTier tier = RedisTier.open(settings(engine.address(), 200))) {
            connection.sync().configSet("maxmemory-policy", "allkeys-lru");
            try (RedisTier roomy = RedisTier.open(settings(engine.address(), 200))) {
                assertThat(roomy.cursor()).as("whose memory has no bound").isZero();
            }
            connection.sync().configSet("maxmemory", "100mb");
            assertThatThrownBy(tier::cursor)
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("allkeys-lru")
                    .hasMessageContaining("CONFIG SET maxmemory-policy volatile-lru");
            connection.sync().configSet("maxmemory-policy", "volatile-lru");
            assertThat(tier.cursor()).isZero();
        }
    }

    @Test
    void a_password_that_is_missing_is_named() {
        try (RedisTier tier = RedisTier.open(settings(database.address().withPassword(""), 200))) {
            assertThatThrownBy(tier::cursor)
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("does not let us in");
        }
    }

    @Test
    void nobody_at_the_address_is_named_with_the_remedy() {
        try (RedisTier tier = RedisTier.open(settings(database.address().through(1), 200))) {
            assertThatThrownBy(() -> tier.append(List.of(), 1))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("host and port");
        }
    }
}

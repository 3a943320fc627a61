package io.kefu.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.FaultProxy;
import io.kefu.storage.history.HistoryPage;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.ProjectorStatus;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole of storage on an engine elsewhere whose network fails in every way, one after another, while 200 messages a
 * second are written: what was acknowledged is in every tier once the network is whole again, and no read is ever wrong.
 */
final class EngineFaultsTest {
    private static final Duration EACH = Duration.ofSeconds(2);
    private static final int BATCH = 10;
    private static final long PAUSE_NANOS = 50_000_000;

    @TempDir
    Path directory;

    private final Map<String, List<String>> written = new TreeMap<>();

    @ParameterizedTest
    @EnumSource(
            names = {"S3", "ETCD"},
            mode = EnumSource.Mode.EXCLUDE)
    void nothing_is_lost_doubled_or_read_wrongly_whatever_the_network_does(EngineKind kind) throws Exception {
        try (EngineDatabase database = Engine.of(kind).freshDatabase();
                FaultProxy proxy = FaultProxy.to(database.address());
                Storage storage = Storage.open(
                        directory, Policies.settings(Policies.with(database.through(proxy))), new TestSource())) {
            write(storage, EACH);
            for (Consumer<FaultProxy> fault : faults()) {
                fault.accept(proxy);
                write(storage, EACH);
                proxy.heal();
                write(storage, EACH.dividedBy(4));
            }
            settled(storage);
            written.keySet().forEach(conversation -> compare(storage, conversation, Range.after(0, 10_000)));
            long messages = written.values().stream().mapToLong(List::size).sum();
            assertThat(storage.search()
                            .search(SearchQuery.of("text", 10))
                            .result()
                            .total())
                    .isEqualTo((int) Math.min(messages, SearchResult.COUNTED));
            if (kind != EngineKind.REDIS) {
                assertThat(held(storage, kind)).isEqualTo(messages);
            }
        }
    }

    private static List<Consumer<FaultProxy>> faults() {
        return List.of(
                FaultProxy::drop,
                proxy -> proxy.resetAfter(20_000),
                FaultProxy::dropAnswers,
                FaultProxy::refuse,
                proxy -> proxy.delay(Duration.ofSeconds(3)),
                FaultProxy::reset,
                FaultProxy::hold);
    }

    private static long held(Storage storage, EngineKind kind) {
        int tier = kind == EngineKind.CLICKHOUSE ? 2 : 1;
        return storage.report()
                .tiers()
                .get(tier)
                .facts()
                .map(TierFacts::messages)
                .orElse(-1L);
    }

    /** Writes on, and looks at one conversation after each batch. */
    private void write(Storage storage, Duration time) throws Exception {
        long until = System.nanoTime() + time.toNanos();
        for (int i = 0; System.nanoTime() < until; i++) {
            String conversation = "c" + i % 5;
            List<String> texts = written.computeIfAbsent(conversation, each -> new ArrayList<>());
            List<JournalRecord> batch = new ArrayList<>();
            for (int k = 0; k < BATCH; k++) {
                texts.add("text " + texts.size());
                batch.add(TestSource.record(conversation, texts.size(), texts.getLast()));
            }
            storage.journal().append(batch);
            compare(storage, conversation, Range.newest(15));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Every message that is given is the right one in its place; whole unless the answer says otherwise. */
    private void compare(Storage storage, String conversation, Range range) {
        List<String> texts = written.get(conversation);
        long started = System.nanoTime();
        HistoryPage page = storage.history().read(conversation, texts.size(), range);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
        assertThat(page.messages())
                .allSatisfy(each -> assertThat(each.text()).isEqualTo(texts.get((int) each.seq() - 1)));
        if (!page.partial()) {
            assertThat(page.messages()).hasSize(Math.min(range.limit(), texts.size()));
            assertThat(page.messages())
                    .extracting(StoredMessage::seq)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(page.messages().getLast().seq()).isEqualTo(texts.size());
        }
    }

    private static void settled(Storage storage) {
        long end = storage.journal().end();
        for (int tier = 0; tier < storage.status().tiers().size(); tier++) {
            int each = tier;
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (storage.status().tiers().get(each).cursor() < end && System.nanoTime() < deadline) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            ProjectorStatus status = storage.status().tiers().get(each);
            assertThat(status.cursor()).as(status.toString()).isEqualTo(end);
        }
        Optional<ProjectorStatus> wrong = storage.status().tiers().stream()
                .filter(tier -> tier.setAside() > 0 || tier.missed() > 0)
                .findAny();
        assertThat(wrong).isEmpty();
    }
}

package io.kefu.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.Policies;
import io.kefu.storage.Storage;
import io.kefu.storage.StoragePolicyConfig;
import io.kefu.storage.StorageSettings;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever is written, and whenever it is read: the tiers together answer as one list would. */
final class HistoryProperties {
    private static final int HELD_HOT = 5;

    private Path directory;
    private Storage storage;
    private int run;

    /** One step: append to a conversation, amend one of its messages, or read it. */
    record Step(int conversation, int what, int a, int b) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(1, 12))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    @BeforeProperty
    void open() throws IOException {
        directory = Files.createTempDirectory("history");
        StorageSettings settings = new StorageSettings(
                Policies.embedded(HELD_HOT, new StoragePolicyConfig.Batch(7, Duration.ofMillis(1))),
                1 << 20,
                1_000,
                Duration.ofDays(7));
        storage = Storage.open(directory, settings, new TestSource());
    }

    @AfterProperty
    void close() throws IOException {
        storage.close();
        try (var files = Files.walk(directory)) {
            for (Path each : files.sorted().toList().reversed()) {
                Files.delete(each);
            }
        }
    }

    @Property(tries = 60)
    void reads_at_any_point_equal_a_simple_list(@ForAll("steps") List<Step> steps) throws Exception {
        run++;
        List<Model> models = List.of(new Model("run" + run + "-a"), new Model("run" + run + "-b"));
        for (Step step : steps) {
            Model model = models.get(step.conversation());
            switch (step.what()) {
                case 0, 1, 2 -> storage.journal().append(model.text(step.b()));
                case 3 -> storage.journal().append(model.amend(step.a(), step.b()));
                default -> model.compare(storage.history(), range(step));
            }
        }
        for (Model model : models) {
            model.compare(storage.history(), Range.after(0, 1_000));
        }
    }

    private static Range range(Step step) {
        return switch (step.what()) {
            case 4 -> Range.newest(step.b());
            case 5 -> Range.after(step.a(), step.b());
            default -> Range.before(step.a(), step.b());
        };
    }

    /** The simple list: what each number shows now. */
    private static final class Model {
        private final String conversation;
        private final TreeMap<Long, String> shown = new TreeMap<>();
        private final Set<Long> recalled = new HashSet<>();

        Model(String conversation) {
            this.conversation = conversation;
        }

        private long next(String text) {
            long seq = shown.size() + 1L;
            shown.put(seq, text);
            return seq;
        }

        List<JournalRecord> text(int count) {
            List<JournalRecord> batch = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String text = "text " + shown.size();
                batch.add(TestSource.record(conversation, next(text), text));
            }
            return batch;
        }

        List<JournalRecord> amend(int target, int choice) {
            boolean recall = choice % 2 == 0;
            String text = recall ? "" : "new" + choice;
            String body = recall ? "recall " + target : "edit " + target + " " + text;
            long seq = next("");
            // What was taken back stays so, and nothing is changed by what came before it.
            if (target < seq && !recalled.contains((long) target)) {
                shown.computeIfPresent((long) target, (key, old) -> text);
                if (recall) {
                    recalled.add((long) target);
                }
            }
            return List.of(TestSource.record(conversation, seq, body));
        }

        void compare(History history, Range range) {
            HistoryPage page = history.read(conversation, shown.size(), range);
            List<Long> expected = expected(range);
            assertThat(page.partial()).isFalse();
            assertThat(page.messages()).extracting(StoredMessage::seq).isEqualTo(expected);
            assertThat(page.messages())
                    .extracting(StoredMessage::shownText)
                    .isEqualTo(expected.stream().map(shown::get).toList());
        }

        private List<Long> expected(Range range) {
            List<Long> all = List.copyOf(shown.keySet());
            return switch (range) {
                case Range.After(long seq, int limit) ->
                    all.stream().filter(each -> each > seq).limit(limit).toList();
                case Range.Before(long seq, int limit) ->
                    last(all.stream().filter(each -> each < seq).toList(), limit);
                case Range.Newest(int limit) -> last(all, limit);
            };
        }

        private static List<Long> last(List<Long> all, int limit) {
            return all.subList(Math.max(0, all.size() - limit), all.size());
        }
    }
}

package io.kefu.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.erasure.Erasure;
import io.kefu.storage.erasure.ErasureReceipt;
import io.kefu.storage.erasure.Erasures;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.ReceiptCheck;
import io.kefu.storage.erasure.ReceiptKey;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.history.HistoryPage;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An erasure whose process is killed at each of its steps, one after the other, is whole in the end. */
final class ErasureKillTest {
    private static final int MESSAGES = 60;
    private static final String WORD = "xylophonic";

    @TempDir
    Path directory;

    private Storage open() {
        return Storage.open(directory, Policies.settings(Policies.withDuckDb()), new TestSource());
    }

    private static void write(Storage storage, String conversation, String word) throws Exception {
        List<JournalRecord> batch = new ArrayList<>();
        for (int seq = 1; seq <= MESSAGES; seq++) {
            batch.add(TestSource.record(conversation, seq, word + " " + seq));
        }
        storage.journal().append(batch);
    }

    @Test
    void an_erasure_goes_on_after_a_kill_at_each_step_and_its_receipt_is_complete_and_genuine() throws Exception {
        try (Storage storage = open()) {
            write(storage, "gone", WORD);
            write(storage, "kept", "ordinary");
            Deadlines.await("all tiers have it", () -> Chat.isCarried(storage));
        }
        assertThat(filesWithTheWord()).isNotEmpty();

        List<String> killedAt = new ArrayList<>();
        for (String place = KilledErasure.run(directory, 0); !place.isEmpty(); ) {
            killedAt.add(place);
            place = KilledErasure.run(directory, killedAt.size());
        }
        assertThat(killedAt).contains("journal", "aside", "tiers").hasSizeGreaterThanOrEqualTo(8);

        try (Storage storage = open();
                Erasures erasures = KilledErasure.erasures(storage, storage.places())) {
            erasures.start();
            Erasure erased = erasures.await(erasures.latest(1).getFirst().id(), Duration.ofMinutes(1))
                    .orElseThrow();
            assertThat(erasures.latest(10)).hasSize(1);
            assertThat(erased.isComplete()).isTrue();
            assertThat(erased.parts()).allMatch(Part::isDone);
            ReceiptKey key = ReceiptKey.of(directory);
            assertThat(ReceiptCheck.of(ErasureReceipt.of(erased, key), key.publicPem()))
                    .isEqualTo(ReceiptCheck.GENUINE);
            assertThat(texts(storage, "gone")).isEmpty();
            assertThat(texts(storage, "kept"))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, MESSAGES)
                            .mapToObj(seq -> "ordinary " + seq)
                            .toList());
        }
        assertThat(filesWithTheWord()).isEmpty();
    }

    private static List<String> texts(Storage storage, String conversation) {
        HistoryPage page = storage.history().read(conversation, MESSAGES, Range.after(0, MESSAGES));
        return page.messages().stream().map(StoredMessage::text).toList();
    }

    private List<Path> filesWithTheWord() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(WORD)) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}

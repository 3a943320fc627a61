package io.kefu.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.hold.Hold;
import io.kefu.storage.hold.Holds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErasuresTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private final AtomicInteger ids = new AtomicInteger();
    private final Set<String> known = new HashSet<>(Set.of("c1", "c2"));
    private final Drawer one = new Drawer("one");
    private final Drawer two = new Drawer("two");
    private final List<ErasurePlace> places = new CopyOnWriteArrayList<>(List.of(one, two));
    private ErasureFile file;
    private Holds holds;

    /** A place that can be away, and that a kill can meet in the middle. */
    private static final class Drawer implements ErasurePlace {
        private final String name;
        private final Set<String> content = new HashSet<>(Set.of("c1", "c2", "other"));
        private volatile RuntimeException failure;
        private volatile Subject last;
        private volatile List<String> untouched = List.of();

        Drawer(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<String> untouched() {
            return untouched;
        }

        @Override
        public synchronized List<Part> erase(Subject subject) {
            last = subject;
            if (failure != null) {
                content.remove("c1"); // half of it
                throw failure;
            }
            int before = content.size();
            content.removeAll(subject.conversations());
            return List.of(Part.done(name, before - content.size()));
        }
    }

    @BeforeEach
    void open() {
        file = ErasureFile.open(directory.resolve("erasures.db"));
        holds = Holds.open(directory.resolve("holds.db"), InstantSource.system());
    }

    @AfterEach
    void close() {
        file.close();
        holds.close();
    }

    private Traces.Found found(String visitor) {
        if (visitor.equals("broken")) {
            throw new IllegalStateException("nobody can tell what this visitor has");
        }
        return new Traces.Found(known, "");
    }

    private Erasures erasures() {
        Erasures erasures = new Erasures(
                file,
                holds,
                this::found,
                () -> List.copyOf(places),
                () -> "e" + ids.incrementAndGet(),
                InstantSource.system(),
                RETRY);
        erasures.start();
        return erasures;
    }

    private Erasure erase(Erasures erasures) throws InterruptedException {
        return erasures.await(erasures.ask("v").id(), SOON).orElseThrow();
    }

    @Test
    void every_place_is_erased_and_counted() throws Exception {
        try (Erasures erasures = erasures()) {
            Erasure done = erase(erasures);
            assertThat(done.isComplete()).isTrue();
            assertThat(done.parts()).contains(Part.done("one", 2), Part.done("two", 2));
            assertThat(one.content).containsExactly("other");
            assertThat(erasures.knows("v")).isTrue();
            assertThat(erasures.tombstones())
                    .singleElement()
                    .satisfies(stone -> assertThat(stone.conversations()).containsExactlyInAnyOrder("c1", "c2"));
        }
    }

    @Test
    void a_place_that_is_away_is_pending_and_erased_once_it_is_asked_again() throws Exception {
        two.failure = new StorageException("the second is away");
        try (Erasures erasures = erasures()) {
            Erasure pending = erase(erasures);
            assertThat(pending.isComplete()).isFalse();
            assertThat(pending.parts()).contains(Part.done("one", 2), Part.pending("two", "the second is away"));
            two.failure = null;
            Erasure done = erase(erasures);
            assertThat(done.id()).isEqualTo(pending.id());
            assertThat(done.isComplete()).isTrue();
            assertThat(done.parts()).contains(Part.done("one", 2));
            assertThat(two.content).containsExactly("other");
        }
    }

    @Test
    void what_a_stop_cut_off_goes_on_by_itself_after_the_next_start() throws Exception {
        two.failure = new IllegalStateException("killed here");
        String id;
        try (Erasures erasures = erasures()) {
            id = erase(erasures).id();
        }
        close();
        open();
        two.failure = null;
        known.clear(); // whoever found them is empty by now
        try (Erasures erasures = erasures()) {
            erasures.ask("someone else");
            Erasure done = erasures.await(id, SOON).orElseThrow();
            assertThat(done.isComplete()).isTrue();
            assertThat(two.content).containsExactly("other");
        }
    }

    @Test
    void a_hold_leaves_a_conversation_and_comes_too_late_for_one_that_is_going() throws Exception {
        holds.add("c2", "case 7", file::isGone);
        try (Erasures erasures = erasures()) {
            Erasure done = erase(erasures);
            assertThat(done.held()).containsExactly("c2");
            assertThat(done.isComplete()).isTrue();
            assertThat(done.isWhole()).isFalse();
            assertThat(ErasureReceipt.of(done, ReceiptKey.of(directory))
                            .path("complete")
                            .asBoolean())
                    .as("what its check says")
                    .isFalse();
            assertThat(one.content).containsExactlyInAnyOrder("c2", "other");
            assertThatThrownBy(() -> holds.add("c1", "", file::isGone)).hasMessageContaining("is erased");
            assertThat(holds.remove("c2")).isTrue();
            assertThat(holds.remove("c2")).isFalse();
            assertThat(erase(erasures).held()).isEmpty();
            assertThat(one.content).containsExactly("other");
        }
    }

    @Test
    void every_place_is_told_all_that_is_held_as_it_may_know_conversations_that_nobody_else_does() throws Exception {
        holds.add("c9", "case 7", file::isGone);
        try (Erasures erasures = erasures()) {
            assertThat(erase(erasures).held()).isEmpty();
            assertThat(two.last.held()).containsExactly("c9");
        }
    }

    @Test
    void one_that_fails_is_no_reason_for_the_others_to_wait() throws Exception {
        try (Erasures erasures = erasures()) {
            Erasure broken = erasures.ask("broken");
            assertThat(erase(erasures).isComplete()).isTrue();
            assertThat(erasures.await(broken.id(), SOON).orElseThrow().isComplete())
                    .isFalse();
        }
    }

    @Test
    void a_part_that_is_no_more_is_not_waited_for() throws Exception {
        two.failure = new StorageException("the second is away");
        try (Erasures erasures = erasures()) {
            assertThat(erase(erasures).isComplete()).isFalse();
            places.remove(two);
            Erasure done = erase(erasures);
            assertThat(done.isComplete()).isTrue();
            assertThat(done.parts()).extracting(Part::place).containsExactlyInAnyOrder("one", "index");
        }
    }

    @Test
    void pauses_grow_to_minutes_and_end_when_they_are_over() {
        Pauses pauses = new Pauses(Duration.ofSeconds(10));
        assertThat(pauses.isOver("e1")).isTrue();
        List<Long> seconds =
                Stream.generate(() -> pauses.failed("e1").toSeconds()).limit(7).toList();
        assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 320L);
        assertThat(pauses.isOver("e1")).isFalse();
        assertThat(pauses.isOver("e2")).isTrue();
        pauses.endAll();
        assertThat(pauses.isOver("e1")).isTrue();
        assertThat(pauses.failed("e1")).hasSeconds(10);
    }

    @Test
    void what_nobody_reaches_is_named_and_the_erasure_ends_without_being_whole() throws Exception {
        one.untouched = List.of("warm mysql");
        try (Erasures erasures = erasures()) {
            Erasure done = erase(erasures);
            assertThat(done.isComplete()).isTrue();
            assertThat(done.isWhole()).isFalse();
            var receipt = ErasureReceipt.of(done, ReceiptKey.of(directory));
            assertThat(receipt.path("complete").asBoolean()).isFalse();
            assertThat(receipt.path("not_erased").path(0).asString()).isEqualTo("warm mysql");
            one.untouched = List.of();
            assertThat(erase(erasures).isWhole()).isTrue();
        }
    }

    @Test
    void a_second_hold_keeps_the_reason_of_the_first() {
        holds.add("c1", "case 7", file::isGone);
        holds.add("c1", "case 8", file::isGone);
        holds.add("c1", "case 7", file::isGone);
        holds.add("c1", "", file::isGone);
        assertThat(holds.all())
                .singleElement()
                .satisfies(hold -> assertThat(hold.reason()).isEqualTo("case 7; case 8"));
        assertThatThrownBy(() -> holds.add("c1", "x".repeat(Holds.MOST_REASONS), file::isGone))
                .hasMessageContaining("fewer words");
    }

    @Test
    void a_reason_of_several_parts_is_added_once() {
        holds.add("c1", "lawsuit; case 7", _ -> false);
        holds.add("c1", "audit", _ -> false);
        holds.add("c1", "lawsuit; case 7", _ -> false);
        assertThat(holds.all()).singleElement().extracting(Hold::reason).isEqualTo("lawsuit; case 7; audit");
    }

    @Test
    void holds_outlive_a_restart() {
        holds.add("c1", "case 7", file::isGone);
        close();
        open();
        assertThat(holds.isHeld("c1")).isTrue();
        assertThat(holds.all())
                .singleElement()
                .satisfies(hold -> assertThat(hold.reason()).isEqualTo("case 7"));
    }

    @Test
    void a_list_of_tombstones_has_everyone_on_it_erased_again() throws Exception {
        Path list = directory.resolve("erasures.jsonl");
        try (Erasures erasures = erasures()) {
            erase(erasures);
            Tombstones.write(list, erasures.tombstones());
        }
        close();
        Files.delete(directory.resolve("erasures.db"));
        open();
        one.content.addAll(List.of("c1", "c2"));
        known.clear(); // the backup's index is of before
        try (Erasures erasures = erasures()) {
            List<Tombstone> stones = Tombstones.read(list);
            assertThat(stones).hasSize(1);
            erasures.again(stones);
            List<Erasure> latest = new ArrayList<>(erasures.latest(1));
            assertThat(erasures.await(latest.getFirst().id(), SOON)
                            .orElseThrow()
                            .isComplete())
                    .isTrue();
            assertThat(one.content).containsExactly("other");
        }
    }

    @Test
    void a_receipt_is_genuine_until_a_letter_of_it_is_another() throws Exception {
        ReceiptKey key = ReceiptKey.of(directory);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("erasures.key"))))
                .isEqualTo("rw-------");
        try (Erasures erasures = erasures()) {
            String receipt = ErasureReceipt.of(erase(erasures), key).toString();
            String pem = ReceiptKey.of(directory).publicPem();
            assertThat(ReceiptCheck.of(ErasureReceipt.parse(receipt), pem)).isEqualTo(ReceiptCheck.GENUINE);
            for (String[] change : new String[][] {
                {"\"removed\":2", "\"removed\":3"}, {"\"e1\"", "\"e2\""}, {"true", "false"}, {"kefu.io", "kefu.oi"}
            }) {
                assertThat(receipt).contains(change[0]);
                assertThat(ReceiptCheck.of(ErasureReceipt.parse(receipt.replace(change[0], change[1])), pem))
                        .as(change[1])
                        .isEqualTo(ReceiptCheck.TAMPERED);
            }
            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
            assertThat(ReceiptCheck.of(
                            ErasureReceipt.parse(receipt),
                            ReceiptKey.of(elsewhere).publicPem()))
                    .isEqualTo(ReceiptCheck.OTHER_KEY);
            assertThatThrownBy(() -> ErasureReceipt.parse("{\"kind\": \"ErasureReceipt\", \"kind\": \"x\"}"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ErasureReceipt.parse("no receipt")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

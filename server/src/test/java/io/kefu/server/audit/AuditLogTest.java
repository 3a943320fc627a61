package io.kefu.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Search ALL = new Search("", "", 0, Search.MOST);

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("audit");
    }

    private AuditLog open() {
        try {
            return AuditLog.open(folder(), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_was_written_is_read_and_holds_over_restarts() throws IOException {
        for (int start = 0; start < 3; start++) {
            try (AuditLog log = open()) {
                Audit.Begun begun = log.begin(Log.act(start));
                begun.end(Outcome.REFUSED, "conflict");
            }
        }
        try (AuditLog log = open()) {
            List<Entry> entries = log.newest(ALL);
            assertThat(entries).extracting(Entry::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(entries).extracting(Entry::of).containsExactly(0L, 1L, 0L, 3L, 0L, 5L);
            assertThat(entries.getLast().act()).isEqualTo(Log.act(2));
            assertThat(entries.getLast().detail()).isEqualTo("conflict");
            assertThat(log.verify().holds()).isTrue();
            assertThat(log.verify().head()).isEqualTo(log.head());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(new Log(folder()).files().getFirst())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_shell_can_check_a_line() {
        new Log(folder()).with(2);
        String line = new String(new Log(folder()).bytes(0), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList()
                .getLast();
        assertThat(line).startsWith(Chain.digest(line.substring(65)) + " {\"seq\":2,\"previous\":\"");
    }

    @Test
    void half_a_line_of_a_lost_power_is_taken_away_and_told() throws IOException {
        Log log = new Log(folder()).with(3);
        byte[] bytes = log.bytes(0);
        log.write(0, Arrays.copyOf(bytes, bytes.length - 10));
        try (AuditLog open = open()) {
            List<Entry> entries = open.newest(ALL);
            assertThat(entries)
                    .extracting(entry -> entry.act().action())
                    .containsExactly("config.apply", "config.apply", "audit.mend");
            assertThat(open.verify().holds()).isTrue();
        }
    }

    @Test
    void a_file_of_which_only_half_a_line_was_written_goes_on_with_the_chain() throws IOException {
        Log log = new Log(folder()).with(4, 1, 32);
        assertThat(log.files()).hasSize(4);
        log.write(3, new byte[100]);
        log.with(2, 1, 32);
        assertThat(log.verified())
                .matches(Verification::holds)
                .extracting(Verification::entries)
                .isEqualTo(6L);
    }

    @Test
    void the_oldest_goes_and_the_chain_goes_on() {
        Log log = new Log(folder()).with(200, 4_000, 4);
        assertThat(log.files()).hasSize(4);
        Verification verified = log.verified();
        assertThat(verified.breaks()).isEmpty();
        assertThat(verified.first()).isGreaterThan(1);
        assertThat(verified.head().seq()).isGreaterThan(200);
    }

    @Test
    void a_file_that_somebody_took_away_is_missed() throws IOException {
        Log log = new Log(folder()).with(40, 4_000, 100);
        Files.delete(log.files().get(1));
        assertThat(log.verified().holds()).isFalse();
        Files.delete(log.files().getFirst());
        assertThat(log.verified().breaks().toString()).contains("none says they were pruned");
    }

    @Test
    void what_was_noted_elsewhere_shows_that_the_end_was_cut_off() throws IOException {
        Log log = new Log(folder()).with(5);
        Head noted = log.verified().head();
        String text = Files.readString(log.files().getFirst());
        Files.writeString(log.files().getFirst(), text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
        assertThat(log.verified().holds()).isTrue();
        assertThat(Verification.of(folder(), Optional.of(noted)).breaks().toString())
                .contains("ends with entry 4", "there was an entry 5");
    }

    @Test
    void a_running_server_sees_what_is_done_behind_its_back() throws IOException {
        try (AuditLog log = open()) {
            log.note(Log.act(1), Outcome.DONE, "");
            log.note(Log.act(2), Outcome.DONE, "");
            Path file = new Log(folder()).files().getFirst();
            Files.writeString(file, Files.readString(file).lines().findFirst().orElseThrow() + "\n");
            assertThat(log.verify().holds()).isFalse();
        }
    }

    @Test
    void entries_of_many_at_once_are_in_one_chain() throws InterruptedException {
        try (AuditLog log = open()) {
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(number -> Thread.startVirtualThread(() -> {
                        await(go);
                        for (int i = 0; i < 10; i++) {
                            log.begin(Log.act(number)).end(Outcome.DONE, "");
                        }
                    }))
                    .toList();
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(log.verify()).matches(Verification::holds);
            assertThat(log.head().seq()).isEqualTo(160);
        }
    }

    @Test
    void who_is_interrupted_while_it_writes_ends_nobody_elses_changes() {
        try (AuditLog log = open()) {
            log.note(Log.act(1), Outcome.DONE, "");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> log.note(Log.act(2), Outcome.DONE, ""))
                    .isInstanceOf(AuditUnavailableException.class);
            assertThat(Thread.interrupted()).isTrue();
            log.note(Log.act(3), Outcome.DONE, "");
            assertThat(log.verify())
                    .matches(Verification::holds)
                    .extracting(Verification::entries)
                    .isEqualTo(2L);
        } finally {
            Thread.interrupted(); // whatever failed, the next test begins without
        }
    }

    @Test
    void it_is_verified_while_others_write_and_the_oldest_goes() throws Exception {
        try (AuditLog log = AuditLog.open(folder(), Clock.systemUTC(), 2_000, 4)) {
            log.note(Log.act(0), Outcome.DONE, "");
            Thread writer = Thread.startVirtualThread(
                    () -> IntStream.rangeClosed(1, 60).forEach(number -> log.note(Log.act(number), Outcome.DONE, "")));
            while (writer.isAlive()) {
                assertThat(log.verify().breaks()).isEmpty();
            }
            writer.join();
            assertThat(log.verify().head()).isEqualTo(log.head());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void it_is_searched_by_action_and_person_over_all_files() throws IOException {
        try (AuditLog log = AuditLog.open(folder(), Clock.systemUTC(), 2_000, 100)) {
            for (int i = 1; i <= 30; i++) {
                Actor who = i % 10 == 0 ? Actor.token("t1", "ci") : Actor.operator("root");
                log.note(
                        new Act(who, "loopback", i % 2 == 0 ? "config.apply" : "token.create", "x", ""),
                        Outcome.DONE,
                        "");
            }
            assertThat(log.newest(new Search("config", "", 0, 3)))
                    .extracting(Entry::seq)
                    .containsExactly(26L, 28L, 30L);
            assertThat(log.newest(new Search("", "ci", 0, 100)))
                    .extracting(Entry::seq)
                    .containsExactly(10L, 20L, 30L);
            assertThat(log.newest(new Search("", "", 28, 100)))
                    .extracting(Entry::seq)
                    .containsExactly(29L, 30L);
        }
    }

    @Test
    void nothing_is_changed_when_it_cannot_be_written() throws IOException {
        AuditLog log = open();
        log.note(Log.act(1), Outcome.DONE, "");
        log.close();
        assertThatThrownBy(() -> log.begin(Log.act(2)))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining("nothing is changed unwritten");
        assertThat(new Log(folder()).verified().holds()).isTrue();
    }

    @Test
    void a_long_text_is_cut_and_no_character_is_halved() {
        Act act = new Act(Actor.system("x"), "server", "a", "b", "😀".repeat(400));
        assertThat(act.summary()).hasSizeLessThanOrEqualTo(500).endsWith("😀…");
    }
}

package io.kefu.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.fault.DirectoryInUseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillTest {
    private static final int ROUNDS = 5;

    @TempDir
    Path directory;

    @Test
    void what_was_acknowledged_survives_a_kill_and_each_group_is_whole() throws Exception {
        Random random = new Random(42);
        long before = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long acknowledged = killAfter(1 + random.nextInt(60));
            assertThat(acknowledged).isGreaterThan(before);
            before = assertWhole(acknowledged);
        }
    }

    private long killAfter(int groups) throws Exception {
        Process victim = start();
        try (BufferedReader lines = victim.inputReader()) {
            long acknowledged = 0;
            for (int i = 0; i < groups; i++) {
                acknowledged = Long.parseLong(lines.readLine());
            }
            long pid = victim.pid();
            assertThatThrownBy(() -> SqliteJournal.open(directory))
                    .isInstanceOfSatisfying(
                            DirectoryInUseException.class,
                            e -> assertThat(e.holder()).hasValue(pid));
            victim.toHandle().destroyForcibly(); // Process.destroyForcibly() would close what is still to be read
            return lastLine(lines, acknowledged);
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    private static long lastLine(BufferedReader lines, long read) throws IOException {
        long last = read;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            last = Math.max(last, Long.parseLong(line));
        }
        return last;
    }

    private long assertWhole(long acknowledged) {
        try (Journal journal = SqliteJournal.open(directory)) {
            assertThat(journal.end()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(journal.end() % KilledWriter.GROUP).isZero();
            long seq = 0;
            for (long from = 0; from < journal.end(); ) {
                for (CommittedRecord each : journal.read(from, 1_000)) {
                    assertThat(each.offset()).isEqualTo(seq);
                    assertThat(each.record().seq()).isEqualTo(++seq);
                    from = each.offset() + 1;
                }
            }
            assertThat(seq).isEqualTo(journal.end());
            return journal.end();
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(KilledWriter.class.getName());
        command.add(directory.toString());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

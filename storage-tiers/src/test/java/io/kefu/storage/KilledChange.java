package io.kefu.storage;

import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.TestSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that changes its warm tier while it writes, and prints how far it is, until it is killed. */
final class KilledChange {
    /** Some 200 messages a second. */
    private static final long PAUSE_NANOS = 5_000_000;

    /** More days than any change has: nothing is under way any more. */
    private static final int ALL = 1_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private KilledChange() {}

    static StoragePolicyConfig wanted(String url) {
        return Policies.with(new EngineAddress(EngineKind.POSTGRESQL, url));
    }

    /** Kills it once so many days are in the new engine, or all is; answers the journal's end as it was last told. */
    static long run(Path directory, EngineAddress to, int days) throws Exception {
        Process victim = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledChange.class.getName(),
                        directory.toString(),
                        to.url()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        victim.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).exceptionally(late -> {
            victim.destroyForcibly();
            return victim;
        });
        try (BufferedReader lines = victim.inputReader()) {
            return until(lines, days);
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    private static long until(BufferedReader lines, int days) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && Integer.parseInt(words[0]) >= days) {
                return Long.parseLong(words[1]);
            }
        }
        throw new IllegalStateException("the process ended by itself, or came to no end in " + PATIENCE);
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        StoragePolicyConfig wanted = wanted(arguments[1]);
        try (Storage storage = Storage.open(directory, Policies.settings(wanted), new TestSource())) {
            long end = storage.journal().end();
            for (long seq = end; ; seq++) {
                JournalRecord record = TestSource.record("k" + end, seq - end + 1, "killed " + seq);
                storage.journal().append(List.of(record));
                System.out.println(
                        far(directory, storage) + " " + storage.journal().end());
                System.out.flush();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static int far(Path directory, Storage storage) {
        return storage.status().tiers().get(1).engine().equals("postgresql")
                ? ALL
                : StandingFile.in(directory.resolve("tiers"))
                        .days(TierRole.WARM)
                        .size();
    }
}

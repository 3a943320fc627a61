package io.kefu.storage;

import io.kefu.storage.erasure.ErasurePlace;
import io.kefu.storage.erasure.Erasures;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.Subject;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.projection.TestSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that erases a visitor, or goes on with that, and is killed at one step of it. Each place has two: an even one
 * before anything is done there, at which the process stands still, and an odd one in the middle of it or right after.
 */
final class KilledErasure {
    static final String VISITOR = "v-gone";
    private static final int PATIENCE_SECONDS = 50;

    private KilledErasure() {}

    /** Kills it at a step; the place that it was at, or an empty text where there are fewer. */
    static String run(Path directory, int step) throws Exception {
        Process victim = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledErasure.class.getName(),
                        directory.toString(),
                        Integer.toString(step)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        victim.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
            victim.destroyForcibly();
            return victim;
        });
        try (BufferedReader lines = victim.inputReader()) {
            return place(lines, step);
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    private static String place(BufferedReader lines, int step) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            if (line.equals("complete")) {
                return "";
            }
            if (words.length == 2 && words[0].equals(Integer.toString(step))) {
                return words[1];
            }
        }
        throw new IllegalStateException("the process ended by itself, or came to no end");
    }

    static Erasures erasures(Storage storage, List<ErasurePlace> places) {
        return new Erasures(
                storage.erasures(),
                storage.holds(),
                storage::conversationsOf,
                () -> places,
                () -> "e" + System.nanoTime(),
                InstantSource.system());
    }

    public static void main(String[] arguments) throws Exception {
        int step = Integer.parseInt(arguments[1]);
        try (Storage storage =
                Storage.open(Path.of(arguments[0]), Policies.settings(Policies.withDuckDb()), new TestSource())) {
            List<ErasurePlace> told = new ArrayList<>();
            for (ErasurePlace each : storage.places()) {
                told.add(new Told(each, 2 * told.size(), step));
            }
            try (Erasures erasures = erasures(storage, told)) {
                if (erasures.latest(1).isEmpty()) {
                    erasures.ask(VISITOR);
                }
                erasures.start();
                String id = erasures.latest(1).getFirst().id();
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                while (!erasures.find(id).orElseThrow().isComplete() && System.nanoTime() < deadline) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                System.out.println(erasures.find(id).orElseThrow().isComplete() ? "complete" : "late");
            }
        }
    }

    /** A place that says when it is come to. */
    private record Told(ErasurePlace place, int before, int killed) implements ErasurePlace {
        @Override
        public String name() {
            return place.name();
        }

        @Override
        public List<Part> erase(Subject subject) throws JournalUnavailableException, InterruptedException {
            System.out.println(before + " " + place.name());
            if (killed == before) {
                TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
                throw new IllegalStateException("nobody killed it");
            }
            System.out.println(before + 1 + " " + place.name());
            System.out.flush();
            List<Part> parts = place.erase(subject);
            if (killed == before + 1) {
                // However late the kill comes, no further place is come to.
                TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
                throw new IllegalStateException("nobody killed it");
            }
            return parts;
        }
    }
}

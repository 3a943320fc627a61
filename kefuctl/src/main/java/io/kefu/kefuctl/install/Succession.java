package io.kefu.kefuctl.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Watches a supervisor while a successor takes the server's place, by what it writes in its folder. */
final class Succession {

    /** A start, a drain with its deadline below a minute, and another start if the machine is slow. */
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final Layout layout;
    private final Running running;

    Succession(Layout layout) {
        this.layout = layout;
        this.running = new Running(layout);
    }

    /** How the supervisor is told. */
    @FunctionalInterface
    interface Signal {
        void send() throws IOException, InterruptedException;
    }

    /** One that is under way already, from before a kill, is let come to its end first. */
    void run(String release, Signal signal) throws IOException, InterruptedException {
        Path word = layout.run().resolve("successor");
        Wait.until("a successor that is on its way", BOUND, () -> !read(word).equals("started"));
        if (running.serves(release)) {
            return;
        }
        Files.deleteIfExists(word);
        signal.send();
        Wait.until("the server of " + release + " to take over", BOUND, () -> {
            String said = read(word);
            if (said.startsWith("failed")) {
                throw new IOException("the server of " + release + " could not take over (it ended with "
                        + said.substring("failed".length()).strip() + "; its log says why); the one before serves on");
            }
            return said.equals("serving") && running.serves(release);
        });
    }

    private static String read(Path word) throws IOException {
        try {
            return Files.readString(word).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}

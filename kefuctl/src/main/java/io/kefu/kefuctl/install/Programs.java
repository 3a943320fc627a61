package io.kefu.kefuctl.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Programs of the host, each with a bound in time. */
final class Programs {

    private static final int SAID = 2_000;
    private static final int BUFFER = 1 << 16;

    private Programs() {}

    /** A program that could not be run, was not done in time, or ended with another code than 0. */
    static final class Failed extends IOException {
        private final int code;

        Failed(String what, int code) {
            super(what);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws Failed with what it said last
     */
    static String run(Duration bound, List<String> command) throws IOException, InterruptedException {
        return feed(bound, command, InputStream.nullInputStream());
    }

    /** As {@link #run}, with an input. All of that is read on return, though the program may have ended before. */
    static String feed(Duration bound, List<String> command, InputStream input)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("kefuctl", ".out");
        try {
            Process process = start(command, said);
            AtomicBoolean late = new AtomicBoolean();
            Thread.ofVirtual().start(() -> watch(process, bound, late));
            try {
                give(input, process.getOutputStream());
                process.waitFor();
            } finally {
                kill(process);
            }
            if (late.get()) {
                throw new Failed(command.getFirst() + " was not done after " + bound.toSeconds() + " s", -1);
            }
            String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new Failed(
                        command.getFirst() + " ended with " + process.exitValue() + ": " + tail(text),
                        process.exitValue());
            }
            return text;
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static Process start(List<String> command, Path said) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        // What they say is looked at, so it is in one language everywhere; file names stay UTF-8.
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("LANGUAGE");
        return builder.start();
    }

    private static void watch(Process process, Duration bound, AtomicBoolean late) {
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                kill(process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void give(InputStream input, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        boolean listens = true;
        for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
            listens = listens && taken(to, buffer, length);
        }
        try {
            to.close();
        } catch (IOException e) {
            // It has ended before: its exit code says whether that was well.
        }
    }

    private static boolean taken(OutputStream to, byte[] buffer, int length) {
        try {
            to.write(buffer, 0, length);
            return true;
        } catch (IOException e) {
            // As above.
            return false;
        }
    }

    private static String tail(String text) {
        String stripped = text.strip();
        return stripped.length() <= SAID ? stripped : "…" + stripped.substring(stripped.length() - SAID);
    }
}

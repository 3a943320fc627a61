package io.kefu.kefuctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A {@code kefuctl} that runs as a process of its own. Closing it kills whatever is left of it. */
public record Child(Process process, Path outFile, Path errFile) implements AutoCloseable {

    /** Generous: other work may share the machine. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    public static Child start(Path program, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("kefuctl", ".out");
        Path err = Files.createTempFile("kefuctl", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KEFU_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        for (String ours : new String[] {"KEFU_ADMIN_PASSWORD", "KEFU_LOG", "KEFU_TRAINING"}) {
            builder.environment().remove(ours);
        }
        builder.environment().putAll(environment);
        return new Child(builder.start(), out, err);
    }

    /** Waits for {@code run.json}, of another process than the one before. */
    public JsonNode awaitReady(Path data, long otherThanPid) {
        Path file = data.resolve("run.json");
        AtomicReference<JsonNode> run = new AtomicReference<>();
        until("a server that is ready", () -> {
            assertThat(process.isAlive()).as(() -> "still runs: " + err()).isTrue();
            run.set(run(file));
            long pid = run.get().path("pid").asLong(0);
            return pid != 0 && pid != otherThanPid;
        });
        return run.get();
    }

    public JsonNode awaitReady(Path data) {
        return awaitReady(data, 0);
    }

    /** Nothing while there is none: one server takes its own away before the next writes another. */
    private static JsonNode run(Path file) throws IOException {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (NoSuchFileException _) {
            return MissingNode.getInstance();
        }
    }

    public static void until(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (Exception e) {
            throw new AssertionError("while waiting for " + what, e);
        }
    }

    /** The exit code of a process that ends by itself. */
    public int exit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(() -> "has ended; printed " + out() + err())
                .isTrue();
        return process.exitValue();
    }

    /** What SIGTERM makes of it. */
    public int terminated() throws InterruptedException {
        process.destroy();
        return exit();
    }

    public void type(String text) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public String out() {
        return read(outFile);
    }

    public String err() {
        return read(errFile);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        below.forEach(ProcessHandle::destroyForcibly);
        Files.deleteIfExists(outFile);
        Files.deleteIfExists(errFile);
    }
}

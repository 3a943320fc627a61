package io.kefu.kefuctl.load.server;

import io.kefu.kefuctl.load.wire.Rest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server in a process of its own, that is ready. Its output goes to {@code server.log} in its data directory. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration STOPS_WITHIN = Duration.ofMinutes(3);
    private static final long POLL_NANOS = 5_000_000;

    private final Process process;
    private final ProcessHandle server;
    private final Path data;
    private final URI open;
    private final URI admin;
    private final Duration startedIn;

    private ServerProcess(Process process, Path data, JsonNode run, Duration startedIn) {
        this.process = process;
        this.data = data;
        // Under strace the process that was started is not the server.
        this.server = ProcessHandle.of(run.path("pid").asLong()).orElse(process.toHandle());
        this.open = URI.create(run.path("public_url").asString());
        this.admin = URI.create(run.path("admin_url").asString());
        this.startedIn = startedIn;
    }

    /** Starts one and waits until it is ready; throws with the end of its log when it does not become so. */
    public static ServerProcess start(Launch launch) throws IOException {
        Files.deleteIfExists(launch.data().resolve("run.json")); // one that was killed leaves it behind
        return started(launch, launch.command(), 0);
    }

    /** Starts one where another was, which has ended. */
    public static ServerProcess again(Launch launch, ServerProcess before) throws IOException {
        return started(launch, launch.command(before.open.getPort(), before.admin.getPort()), before.pid());
    }

    /** Starts one that takes the place of another, which runs; on return it has. */
    public static ServerProcess successor(Launch launch, ServerProcess before, String... options) throws IOException {
        List<String> more = new ArrayList<>(List.of(options));
        more.add("--take-over");
        return started(launch, launch.command(0, 0, more.toArray(String[]::new)), before.pid());
    }

    private static ServerProcess started(Launch launch, List<String> command, long otherThanPid) throws IOException {
        Path run = launch.data().resolve("run.json");
        Files.createDirectories(launch.scratch());
        File log = launch.data().resolve("server.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().put("KEFU_ADMIN_PASSWORD", Launch.PASSWORD);
        builder.environment().remove("KEFU_SUPERVISED");
        long begun = System.nanoTime();
        Process process = builder.start();
        Optional<JsonNode> ready = ready(run, otherThanPid);
        while (ready.isEmpty()) {
            boolean late = System.nanoTime() - begun > READY_WITHIN.toNanos();
            if (late || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("the server did not become ready: " + tail(log.toPath()));
            }
            LockSupport.parkNanos(POLL_NANOS);
            ready = ready(run, otherThanPid);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new ServerProcess(process, launch.data(), ready.get(), took);
    }

    private static Optional<JsonNode> ready(Path run, long otherThanPid) throws IOException {
        try {
            return Optional.of(JsonMapper.shared().readTree(Files.readString(run)))
                    .filter(node -> node.path("pid").asLong() != otherThanPid);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String tail(Path log) throws IOException {
        String text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - 2_000));
    }

    public URI open() {
        return open;
    }

    public URI admin() {
        return admin;
    }

    /** The server's own process, also where it was started under another command. */
    public long pid() {
        return server.pid();
    }

    /** From the start of the process to ready. */
    public Duration startedIn() {
        return startedIn;
    }

    /** The processor time that it has used so far; under another command, such as strace, that one's is not counted. */
    public Duration processorTime() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it has in memory, by {@code /proc}. */
    public long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Has it collect its garbage and give back what its libraries have freed, as it does each half minute by itself, so that
     * what is resident is what it holds; false where this Java has no jcmd.
     */
    public boolean collect() throws IOException, InterruptedException {
        return command("GC.run") && command("System.trim_native_heap");
    }

    private boolean command(String diagnostic) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return false;
        }
        Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), diagnostic)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!asked.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            asked.destroyForcibly();
            return false;
        }
        return asked.exitValue() == 0;
    }

    /** What {@code GET /admin/v1/status} answers now. */
    public JsonNode status() throws IOException, InterruptedException {
        String token = Files.readString(data.resolve("admin.token")).strip();
        return new Rest(admin).get("/admin/v1/status", token);
    }

    /** SIGKILL: nothing of it runs on. Returns when it is gone. */
    public void kill() throws InterruptedException {
        server.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM: it drains and stops. Gives its exit code. */
    public int stop() throws InterruptedException {
        server.destroy();
        return awaitEnd();
    }

    /** Returns when it has ended by itself, at most after three minutes; gives its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the server did not stop within " + STOPS_WITHIN.toMinutes() + " min");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        server.destroyForcibly();
        process.destroyForcibly();
    }
}

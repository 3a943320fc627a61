package io.kefu.storage.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An engine of one test's own, to be killed, paused and restarted. It keeps its port and its password over restarts. Ends with
 * {@link #close()}, and its data with it.
 */
public final class ProcessEngine implements AutoCloseable {
    private final EngineKind kind;
    private final Path directory;
    private EngineAddress address;

    private ProcessEngine(EngineKind kind, Path directory) {
        this.kind = kind;
        this.directory = directory;
        this.address = EnginesScript.start(kind, options());
    }

    public static ProcessEngine start(EngineKind kind) {
        try {
            return new ProcessEngine(kind, Files.createTempDirectory("kefu-" + kind.word()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its data lies in a directory that is there, and that the caller removes. */
    public static ProcessEngine start(EngineKind kind, Path directory) {
        return new ProcessEngine(kind, directory);
    }

    public EngineAddress address() {
        return address;
    }

    /** An empty database; it goes with the engine, so nobody needs to close it. */
    public EngineDatabase freshDatabase() {
        return EngineDatabase.on(address);
    }

    /** SIGKILL to all of its processes: nothing is flushed. Returns when the engine is gone. */
    public void kill() {
        ProcessHandle process = process();
        signal("STOP", process); // that it starts no further one
        List<ProcessHandle> all = all(process);
        all.forEach(each -> signal("KILL", each));
        all.forEach(each -> each.onExit().join());
    }

    /** SIGSTOP to all of its processes: it keeps its connections and answers none. */
    public void pause() {
        signal("STOP", process());
        all(process()).forEach(each -> signal("STOP", each));
    }

    /** SIGCONT. */
    public void resume() {
        all(process()).forEach(each -> signal("CONT", each));
    }

    /** An orderly end. */
    public void stop() {
        EnginesScript.stop(kind, options());
    }

    /** Starts it again after {@link #kill()} or {@link #stop()}, with the data that it had, where it was. */
    public void start() {
        address = EnginesScript.start(kind, options());
    }

    /** Stops it and starts it with the data that it had. */
    public void restart() {
        stop();
        start();
    }

    /** Stops it and starts it as one that has lost everything. */
    public void restartEmpty() {
        stop();
        address = EnginesScript.start(kind, "--dir", directory.toString(), "--empty");
    }

    public long pid() {
        try {
            String recorded = Files.readString(directory.resolve(kind.word()).resolve("pid"), StandardCharsets.UTF_8);
            return Long.parseLong(recorded.substring(0, recorded.indexOf(' ')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] options() {
        return new String[] {"--dir", directory.toString()};
    }

    private ProcessHandle process() {
        return ProcessHandle.of(pid()).orElseThrow(() -> new IllegalStateException(kind.word() + " does not run"));
    }

    /** PostgreSQL has a process for each client. */
    private static List<ProcessHandle> all(ProcessHandle process) {
        return Stream.concat(process.descendants(), Stream.of(process)).toList();
    }

    private static void signal(String name, ProcessHandle process) {
        List<String> command = List.of("kill", "-" + name, Long.toString(process.pid()));
        try {
            int code = new ProcessBuilder(command).start().waitFor();
            if (code != 0 && process.isAlive()) {
                throw new IllegalStateException(command + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }
}

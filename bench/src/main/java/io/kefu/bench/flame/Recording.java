package io.kefu.bench.flame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A recording of a process of this machine with JFR, begun and ended by {@code jcmd}. */
public final class Recording {
    private static final long ANSWERED_WITHIN_SECONDS = 60;
    private static final String NAME = "kefu-flame";

    /** Samples by processor time (JEP 509), native calls among them, and no other event. */
    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="%s">
                <setting name="enabled">true</setting>
                <setting name="throttle">5ms</setting>
                <setting name="stackTrace">true</setting>
              </event>
            </configuration>
            """.formatted(Stacks.PROCESSOR_TIME);

    private final long pid;
    private final Path directory;

    /** {@code directory} takes the settings and, in the end, the recording. */
    public Recording(long pid, Path directory) {
        this.pid = pid;
        this.directory = directory;
    }

    /** Begins. */
    public void start() throws IOException, InterruptedException {
        Path settings = Files.writeString(directory.resolve("flame.jfc"), SETTINGS);
        ask("JFR.start", "name=" + NAME, "settings=" + settings.toAbsolutePath());
    }

    /** Ends; gives the recording's file. */
    public Path stop() throws IOException, InterruptedException {
        Path file = directory.resolve("flame.jfr").toAbsolutePath();
        ask("JFR.stop", "name=" + NAME, "filename=" + file);
        if (!Files.exists(file)) {
            throw new IOException("the server did not write its recording, " + file);
        }
        return file;
    }

    private void ask(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(pid));
        line.addAll(List.of(command));
        Path log = directory.resolve("jcmd.log");
        Process asked = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!asked.waitFor(ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            asked.destroyForcibly();
            throw new IOException("jcmd did not answer: " + String.join(" ", line));
        }
        if (asked.exitValue() != 0) {
            throw new IOException("jcmd failed: " + Files.readString(log));
        }
    }
}

package io.kefu.storage.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls {@code bin/engines} of the checkout that the tests run in. */
final class EnginesScript {
    // The first start downloads.
    private static final long MINUTES = 15;
    private static final Pattern EXPORT = Pattern.compile("export KEFU_TEST_\\w+_URL='(.*)'");

    private EnginesScript() {}

    /** Starts it unless it runs, and answers where it is. */
    static EngineAddress start(EngineKind kind, String... options) {
        Matcher export = EXPORT.matcher(run("start", kind, options));
        if (!export.find()) {
            throw new IllegalStateException("bin/engines start " + kind.word() + " named no address");
        }
        return new EngineAddress(kind, export.group(1));
    }

    static void stop(EngineKind kind, String... options) {
        run("stop", kind, options);
    }

    private static String run(String verb, EngineKind kind, String... options) {
        List<String> command = new ArrayList<>(List.of(script().toString(), verb, kind.word()));
        Collections.addAll(command, options);
        try {
            return output(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("engines", ".log");
        Path told = Files.createTempFile("engines", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(said.toFile()).redirectOutput(told.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        command + " failed:\n" + Files.readString(said, StandardCharsets.UTF_8));
            }
            return Files.readString(told, StandardCharsets.UTF_8);
        } finally {
            Files.delete(said);
            Files.delete(told);
        }
    }

    private static Path script() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("bin/engines");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new IllegalStateException("no bin/engines in " + here + " or above: run the tests in a checkout");
    }
}

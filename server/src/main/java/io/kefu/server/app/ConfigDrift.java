package io.kefu.server.app;

import io.kefu.config.ConfigLoader;
import io.kefu.config.InvalidConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the directory that the server was started with still says what is in force. Looked at when somebody asks: its
 * files are read again when one of them has another time or size, and now and then in any case, for what they refer to.
 */
final class ConfigDrift {

    private static final Duration NOW_AND_THEN = Duration.ofSeconds(60);
    private static final int MOST_FILES = 2_000;

    private final Path directory;
    private final Clock clock;
    private String stamps = "";
    private Instant readAt = Instant.MIN;
    private String revision = "";
    private String error = "";

    ConfigDrift(Path directory, Clock clock) {
        this.directory = directory.toAbsolutePath().normalize();
        this.clock = clock;
    }

    Path directory() {
        return directory;
    }

    /** Whether a path means this directory; an empty one means none, and not that in which the server was started. */
    boolean is(String other) {
        try {
            return !other.isEmpty() && Files.isSameFile(directory, Path.of(other));
        } catch (IOException | java.nio.file.InvalidPathException e) {
            return false;
        }
    }

    /** {@code error} says why the directory cannot be compared: it does not hold. */
    synchronized Map<String, Object> answer(String inForce) {
        look();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("directory", directory.toString());
        answer.put("drifted", !inForce.equals(revision));
        answer.put("revision", revision);
        answer.put("error", error);
        return answer;
    }

    private void look() {
        Instant now = clock.instant();
        String seen = stamps();
        if (seen.equals(stamps) && now.isBefore(readAt.plus(NOW_AND_THEN))) {
            return;
        }
        stamps = seen;
        readAt = now;
        try {
            revision = new ConfigLoader(Kinds.ALL).load(directory).revision();
            error = "";
        } catch (InvalidConfigException e) {
            revision = "";
            error = e.problems().getFirst()
                    + (e.problems().size() > 1 ? " (and " + (e.problems().size() - 1) + " more)" : "");
        } catch (UncheckedIOException e) {
            revision = "";
            error = e.getMessage();
        }
    }

    private String stamps() {
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.limit(MOST_FILES).map(ConfigDrift::stamp).sorted().collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private static String stamp(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file + " gone";
        }
    }
}

package io.kefu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code --name value} pairs. */
final class Options {
    private final Map<String, String> given;

    private Options(Map<String, String> given) {
        this.given = given;
    }

    /** Ends the program with 2 and a word about it when an argument is none of these. */
    static Options of(String[] arguments, String... names) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!List.of(names).contains(name) || i + 1 == arguments.length) {
                System.err.println("unknown or without a value: " + arguments[i] + "; options are --"
                        + String.join(" N, --", names) + " N");
                System.exit(2);
            }
            given.put(name, arguments[i + 1]);
        }
        return new Options(given);
    }

    long number(String name, long otherwise) {
        String text = given.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** The directory, made when it is not there; a new one under {@code target/} for none. */
    static Path directory(String given, String purpose) throws IOException {
        return given.isEmpty()
                ? Files.createTempDirectory(Files.createDirectories(Path.of("target")), purpose + ".")
                        .toAbsolutePath()
                : Files.createDirectories(Path.of(given).toAbsolutePath());
    }
}

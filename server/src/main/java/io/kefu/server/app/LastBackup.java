package io.kefu.server.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code last-backup.json} in the data directory: when the last one was made, and where. */
final class LastBackup {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    LastBackup(Path dataDirectory) {
        this.file = dataDirectory.resolve("last-backup.json");
    }

    /** Whoever sees the file sees all of it. Throws {@link UncheckedIOException} when it cannot be written. */
    void made(Path archive, Instant at) {
        Map<String, Object> backup = new LinkedHashMap<>();
        backup.put("at", at.toString());
        backup.put("file", archive.toString());
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, JSON.writeValueAsString(backup) + "\n");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when none was made yet; what cannot be read counts as none. */
    Optional<JsonNode> read() {
        try {
            return Optional.of(JSON.readTree(Files.readString(file)));
        } catch (IOException | JacksonException e) {
            return Optional.empty(); // not there, or torn by a full disk: the next backup writes it anew
        }
    }
}

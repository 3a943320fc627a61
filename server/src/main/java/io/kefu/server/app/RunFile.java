package io.kefu.server.app;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code run.json} in the data directory: where the running server is. There only while it runs. */
final class RunFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    RunFile(Path dataDirectory) {
        this.file = dataDirectory.resolve("run.json");
    }

    /** Whoever sees the file sees all of it. */
    void write(Addresses addresses) throws IOException {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("pid", ProcessHandle.current().pid());
        run.put("public_url", addresses.publicUrl());
        run.put("admin_url", addresses.adminUrl());
        run.put("demo_url", addresses.demoUrl());
        run.put("console_url", addresses.consoleUrl());
        Path next = file.resolveSibling("run.json.next");
        Files.writeString(next, JSON.writeValueAsString(run) + "\n");
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What a server has left, which runs perhaps; empty when there is none. */
    Optional<JsonNode> read() throws IOException {
        try {
            return Optional.of(JSON.readTree(Files.readString(file)));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}

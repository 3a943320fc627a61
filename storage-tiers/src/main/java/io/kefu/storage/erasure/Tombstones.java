package io.kefu.storage.erasure;

import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The list of those who were erased, as a file beside the backups: one JSON object a line. A backup is older than some
 * erasures, so the list comes from the server as it is now, and restore has each of them {@link Erasures#again erased
 * again}.
 */
public final class Tombstones {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Tombstones() {}

    /** Writes a list for its owner alone, as it names visitors; what a file of that name held is replaced whole. */
    public static void write(Path file, List<Tombstone> tombstones) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Tombstone each : tombstones) {
            ObjectNode line = JSON.createObjectNode();
            line.put("visitor_id", each.visitorId());
            line.put("asked_at", each.askedAt().toString());
            each.conversations().stream().sorted().forEach(line.putArray("conversations")::add);
            lines.append(JSON.writeValueAsString(line)).append('\n');
        }
        OwnersFile.write(file, "rw-------", lines.toString());
    }

    /**
     * Reads a list.
     *
     * @throws StorageException when it is none, with the line
     */
    public static List<Tombstone> read(Path file) throws IOException {
        List<Tombstone> tombstones = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            try {
                JsonNode node = JSON.readTree(line);
                Set<String> conversations = new HashSet<>();
                node.path("conversations").forEach(each -> conversations.add(each.asString()));
                tombstones.add(new Tombstone(
                        node.path("visitor_id").asString(),
                        Instant.parse(node.path("asked_at").asString()),
                        conversations));
            } catch (JacksonException | DateTimeException e) {
                throw new StorageException(file + " is no list of erasures: line " + (tombstones.size() + 1), e);
            }
        }
        return tombstones;
    }
}

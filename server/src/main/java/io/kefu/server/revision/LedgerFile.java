package io.kefu.server.revision;

import io.kefu.server.revision.Entry.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code history.json}: its rename is the moment at which another revision is in force for the next start. */
final class LedgerFile {

    private LedgerFile() {}

    static Ledger read(Path file) throws IOException {
        try {
            return parsed(JsonMapper.shared().readTree(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Ledger.EMPTY;
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException(file + " is not as it was written; move it away to begin a new history", e);
        }
    }

    static byte[] bytes(Ledger ledger) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("in_force", ledger.inForce());
        json.put("started", ledger.started());
        json.put("read", ledger.read());
        ledger.trial()
                .ifPresent(trial -> json.put(
                        "trial",
                        Map.of(
                                "number", trial.number(),
                                "back", trial.back(),
                                "until", trial.until().toString())));
        json.put("entries", ledger.entries().stream().map(LedgerFile::json).toList());
        String text = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> json(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", entry.number());
        json.put("revision", entry.revision());
        json.put("at", entry.at().toString());
        Origin origin = entry.origin();
        json.put("who", origin.who());
        json.put("from", origin.from());
        json.put("why", origin.why());
        json.put("directory", origin.directory());
        json.put("source", origin.source());
        json.put("commit", origin.commit());
        json.put("dirty", origin.dirty());
        json.put("version", entry.version());
        return json;
    }

    private static Ledger parsed(JsonNode json) {
        List<Entry> entries = new ArrayList<>();
        json.path("entries").forEach(each -> entries.add(entry(each)));
        JsonNode trial = json.path("trial");
        return new Ledger(
                entries,
                json.path("in_force").asInt(),
                json.path("started").asInt(),
                json.path("read").asString(""),
                trial.isObject()
                        ? Optional.of(new Trial(
                                trial.path("number").asInt(),
                                trial.path("back").asInt(),
                                Instant.parse(trial.path("until").asString())))
                        : Optional.empty());
    }

    private static Entry entry(JsonNode json) {
        return new Entry(
                json.path("number").asInt(),
                json.path("revision").asString(),
                Instant.parse(json.path("at").asString()),
                new Origin(
                        json.path("who").asString(""),
                        json.path("from").asString(""),
                        json.path("why").asString(""),
                        json.path("directory").asString(""),
                        json.path("source").asString(""),
                        json.path("commit").asString(""),
                        json.path("dirty").asString("")),
                json.path("version").asString(""));
    }
}

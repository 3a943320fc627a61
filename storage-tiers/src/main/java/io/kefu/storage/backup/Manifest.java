package io.kefu.storage.backup;

import io.kefu.storage.tier.DayDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup holds: the archive's last entry, {@code manifest.json}.
 *
 * @param version of the server that made it
 * @param journalBegin the journal's first offset
 * @param journalEnd the offset behind the last record: all that was acknowledged before is in the backup
 * @param tiers which tiers are in it, by where they stand
 * @param days the messages of each day as of {@code journalEnd}, of the tiers that are in it
 * @param files every other entry
 */
public record Manifest(
        String version,
        Instant createdAt,
        long journalBegin,
        long journalEnd,
        List<Tier> tiers,
        List<DayDigest> days,
        List<Entry> files) {
    /** The archive's entry. */
    static final String NAME = "manifest.json";

    private static final String API = "kefu.io/v1";

    public Manifest {
        tiers = List.copyOf(tiers);
        days = List.copyOf(days);
        files = List.copyOf(files);
    }

    /**
     * A tier.
     *
     * @param included whether its rows are in the backup: those in a database server are that server's to back up
     */
    public record Tier(String name, String engine, boolean included) {}

    /**
     * One file.
     *
     * @param path relative to the data directory, with slashes
     * @param sha256 in hex
     */
    public record Entry(String path, long size, String sha256) {}

    /** Messages in all. */
    public long messages() {
        return days.stream().mapToLong(DayDigest::count).sum();
    }

    /** What the files take once they are restored. */
    public long bytes() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    /** As it is written. */
    public ObjectNode json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("apiVersion", API);
        json.put("kind", "Backup");
        json.put("version", version);
        json.put("created_at", createdAt.toString());
        json.putObject("journal").put("begin", journalBegin).put("end", journalEnd);
        json.put("messages", messages());
        ArrayNode ofTiers = json.putArray("tiers");
        tiers.forEach(each -> ofTiers.addObject()
                .put("name", each.name())
                .put("engine", each.engine())
                .put("included", each.included()));
        ArrayNode ofDays = json.putArray("days");
        days.forEach(each -> ofDays.addObject()
                .put("day", each.day().toString())
                .put("messages", each.count())
                .put("digest", each.digest()));
        ArrayNode ofFiles = json.putArray("files");
        files.forEach(each -> ofFiles.addObject()
                .put("path", each.path())
                .put("size", each.size())
                .put("sha256", each.sha256()));
        return json;
    }

    static Manifest read(String text) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            if (!json.path("apiVersion").asString("").equals(API)
                    || !json.path("kind").asString("").equals("Backup")) {
                throw new BackupException(
                        BackupException.Kind.ARCHIVE,
                        "its manifest is of a form that this version does not know: use the version that made it");
            }
            return new Manifest(
                    json.path("version").asString(),
                    Instant.parse(json.path("created_at").asString()),
                    json.path("journal").path("begin").asLong(),
                    json.path("journal").path("end").asLong(),
                    tiers(json.path("tiers")),
                    days(json.path("days")),
                    files(json.path("files")));
        } catch (JacksonException | DateTimeException e) {
            throw new BackupException(
                    BackupException.Kind.ARCHIVE,
                    "its manifest is damaged: " + e.getMessage() + ". Use another backup",
                    e);
        }
    }

    private static List<Tier> tiers(JsonNode json) {
        List<Tier> tiers = new ArrayList<>();
        json.forEach(each -> tiers.add(new Tier(
                each.path("name").asString(),
                each.path("engine").asString(),
                each.path("included").asBoolean())));
        return tiers;
    }

    private static List<DayDigest> days(JsonNode json) {
        List<DayDigest> days = new ArrayList<>();
        json.forEach(each -> days.add(new DayDigest(
                LocalDate.parse(each.path("day").asString()),
                each.path("messages").asLong(),
                each.path("digest").asString())));
        return days;
    }

    private static List<Entry> files(JsonNode json) {
        List<Entry> files = new ArrayList<>();
        json.forEach(each -> files.add(new Entry(
                each.path("path").asString(),
                each.path("size").asLong(),
                each.path("sha256").asString())));
        return files;
    }
}

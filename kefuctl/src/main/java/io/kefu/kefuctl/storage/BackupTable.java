package io.kefu.kefuctl.storage;

import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What a backup holds, in words. */
final class BackupTable {
    private BackupTable() {}

    static String of(Path file, JsonNode manifest, String what) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s%nmade       %s by version %s%nmessages   %,d of %d days%njournal    to offset %,d%n",
                file,
                what,
                manifest.path("created_at").asString().replaceFirst("\\.\\d+Z$", "Z"),
                manifest.path("version").asString(),
                manifest.path("messages").asLong(),
                manifest.path("days").size(),
                manifest.path("journal").path("end").asLong()));
        for (JsonNode tier : manifest.path("tiers")) {
            if (!tier.path("included").asBoolean()) {
                text.append(missing(
                        tier.path("name").asString(), tier.path("engine").asString()));
            }
        }
        return text.toString();
    }

    /** A file of this server's own is missing only as long as there is nothing to write into it. */
    private static String missing(String tier, String engine) {
        return engine.equals("duckdb")
                ? "not in it  the " + tier + " tier: it had nothing yet\n"
                : "not in it  the " + tier + " tier, in " + engine + ": back that up with its own tools\n";
    }
}

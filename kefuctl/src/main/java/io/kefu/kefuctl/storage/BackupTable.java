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
                text.append("not in it  the ")
                        .append(tier.path("name").asString())
                        .append(" tier, which stands in ")
                        .append(tier.path("engine").asString())
                        .append(": back that up with its own tools\n");
            }
        }
        return text.toString();
    }
}

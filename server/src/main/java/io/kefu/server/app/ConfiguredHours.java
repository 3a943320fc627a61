package io.kefu.server.app;

import io.kefu.server.routing.OpeningHours;
import io.kefu.server.routing.OpeningHoursConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** When groups, or bots, are open. Whoever has no hours always is. */
final class ConfiguredHours {

    private final Map<String, OpeningHours> hours = new HashMap<>();

    private ConfiguredHours() {}

    static <T> ConfiguredHours of(Map<String, T> kinds, Function<T, Optional<OpeningHoursConfig>> hoursOf) {
        ConfiguredHours all = new ConfiguredHours();
        kinds.forEach(
                (name, spec) -> hoursOf.apply(spec).ifPresent(config -> all.hours.put(name, new OpeningHours(config))));
        return all;
    }

    boolean open(String name, long nowMillis) {
        OpeningHours own = hours.get(name);
        return own == null || own.isOpen(Instant.ofEpochMilli(nowMillis));
    }

    /** When it opens next; empty when it is open, or never opens again. */
    Optional<Instant> opensAt(String name, long nowMillis) {
        return open(name, nowMillis) ? Optional.empty() : hours.get(name).opensAt(Instant.ofEpochMilli(nowMillis));
    }
}

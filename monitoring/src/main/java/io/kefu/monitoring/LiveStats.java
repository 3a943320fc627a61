package io.kefu.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of {@code GET /api/v1/stats/live}. Rates are 0 to 1, latencies milliseconds, both over the last 5 minutes
 * and NaN when nothing happened in them; messages a second are over the last half minute.
 */
public record LiveStats(
        Instant at,
        double heartbeatTimeoutRate,
        Map<Direction, Latency> e2eMillis,
        AutoReplyFigure.Attempts autoReply,
        Map<ClientKind, Long> connections,
        Map<String, Long> queue,
        double messagesPerSecond,
        Map<AgentStatus, Long> agents,
        Map<LiveState, Long> conversations) {
    private static final int RATE_SLOTS = 3;

    static LiveStats of(Meters meters, Instant at) {
        long slot = Window.slot(at);
        long from = slot - Window.slots(Window.LIVE) + 1;
        Traffic traffic = meters.traffic();
        traffic.drain(slot);
        return new LiveStats(
                at,
                traffic.heartbeatTimeoutRate(from, slot),
                Resolved.byEnum(Direction.class, direction -> traffic.latency(direction, from, slot)),
                meters.autoReply().over(from, slot),
                meters.gateway().connections(),
                meters.groups().queueByGroup(),
                messagesPerSecond(meters, at),
                meters.groups().roster(),
                meters.groups().conversations());
    }

    private static double messagesPerSecond(Meters meters, Instant at) {
        long slot = Window.slot(at);
        long from = Math.max(slot - RATE_SLOTS + 1, meters.startSlot());
        long millis = Math.max(
                at.toEpochMilli() - from * Window.SLOT_MS, Duration.ofSeconds(1).toMillis());
        return meters.traffic().messages.sum(from, slot) * 1_000.0 / millis;
    }

    /** As the REST API writes it: snake_case keys, RFC 3339 time, null where nothing is known. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", at.toString());
        json.put("heartbeat_timeout_rate", known(heartbeatTimeoutRate));
        Map<String, Object> latencies = new LinkedHashMap<>();
        e2eMillis.forEach((direction, latency) -> latencies.put(direction.label(), latencyJson(latency)));
        json.put("e2e_ms", latencies);
        json.put("autoreply", autoReplyJson());
        json.put("connections", labelled(connections));
        json.put("queue", new TreeMap<>(queue));
        json.put("messages_per_second", messagesPerSecond);
        json.put("agents", labelled(agents));
        json.put("conversations", labelled(conversations));
        return json;
    }

    private static Map<String, Object> latencyJson(Latency latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", known(latency.p50()));
        json.put("p95", known(latency.p95()));
        json.put("p99", known(latency.p99()));
        json.put("count", latency.count());
        return json;
    }

    private Map<String, Object> autoReplyJson() {
        Map<AttemptResult, Long> misses = new LinkedHashMap<>(autoReply.results());
        misses.remove(AttemptResult.HIT);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hit_rate", known(autoReply.hitRate()));
        json.put("attempts", autoReply.attempts());
        json.put("misses", labelled(misses));
        return json;
    }

    private static <E extends Enum<E> & LabelValue> Map<String, Object> labelled(Map<E, Long> counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(entry -> json.put(entry.getKey().label(), entry.getValue()));
        return json;
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}

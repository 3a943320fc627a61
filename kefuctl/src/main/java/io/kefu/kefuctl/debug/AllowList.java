package io.kefu.kefuctl.debug;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a document that may be given away, each with the form that its values must have. All others are left out. */
final class AllowList {

    /** Of a list, no more than so many. */
    static final int MOST_ITEMS = 100;

    private static final Form ENGINE = Form.oneOf(
            "memory", "redis", "sqlite", "mysql", "postgresql", "duckdb", "clickhouse", "none", "disk", "s3");
    private static final Form TIER = Form.oneOf("hot", "warm", "cold");

    static final AllowList STATUS = new AllowList()
            .allow("version", Form.VERSION)
            .allow("uptime_seconds", Form.NUMBER)
            .allow("health", Form.oneOf("healthy", "degraded", "unhealthy"))
            .allow("overloaded", Form.FLAG)
            .allow("memory_bytes", Form.NUMBER)
            .allow("config.revision", Form.DIGEST)
            .allow("config.applied_at", Form.TIME)
            .allow("config.number", Form.NUMBER)
            .allow("config.commit", Form.DIGEST)
            .allow("config.dirty", Form.FLAG)
            .allow("config.drift.drifted", Form.FLAG)
            .allow("config.drift.revision", Form.DIGEST)
            .allow("config.try.until", Form.TIME)
            .allow("config.sync.at", Form.TIME)
            .allow("sockets.path", Form.oneOf("loops", "threads"))
            .allow("channels[].type", Form.oneOf("web"))
            .numbers("conversations", "bot", "queued", "assigned")
            .numbers("agents", "online", "away", "offline")
            .numbers("connections", "visitor", "agent")
            .allow("tiers[].name", TIER)
            .allow("tiers[].engine", ENGINE)
            .numbers("tiers[]", "lag_records", "lag_seconds")
            .allow("tiers[].watermark", Form.TIME)
            .numbers("figures", "heartbeat_timeout_rate", "autoreply_hit_rate")
            .numbers("figures.e2e_ms.visitor_to_agent", "p50", "p95", "p99", "count")
            .numbers("figures.e2e_ms.agent_to_visitor", "p50", "p95", "p99", "count");

    static final AllowList STORAGE = new AllowList()
            .allow("tiers[].name", TIER)
            .allow("tiers[].engine", ENGINE)
            .allow("tiers[].version", Form.VERSION)
            .allow("tiers[].available", Form.FLAG)
            .numbers("tiers[]", "messages", "bytes", "lag_records", "lag_seconds", "failures", "set_aside", "missed")
            .allow("tiers[].oldest", Form.TIME)
            .allow("tiers[].newest", Form.TIME)
            .allow("tiers[].last_batch_at", Form.TIME)
            .allow("changes[].tier", TIER)
            .allow("changes[].from", ENGINE)
            .allow("changes[].to", ENGINE)
            .numbers("changes[]", "percent")
            .allow("files.engine", ENGINE)
            .allow("files.available", Form.FLAG)
            .numbers("files", "files", "bytes", "waiting")
            .numbers("erasures", "pending")
            .allow("erasures.oldest_asked_at", Form.TIME);

    static final AllowList INSIDES = new AllowList()
            .allow("at", Form.TIME)
            .allow("pid", Form.NUMBER)
            .allow("java", Form.VERSION)
            .numbers("heap", "used_bytes", "max_bytes", "after_collection_bytes")
            .allow("threads", Form.NUMBER)
            .numbers("files", "open", "max")
            .numbers("logged_last_hour", "errors", "warnings")
            .allow("last_backup.at", Form.TIME);

    private final Map<String, Form> fields = new LinkedHashMap<>();

    private AllowList() {}

    private AllowList allow(String path, Form form) {
        fields.put(path, form);
        return this;
    }

    private AllowList numbers(String under, String... names) {
        for (String name : names) {
            allow(under + "." + name, Form.NUMBER);
        }
        return this;
    }

    /** What of a document may be given away, in its own order. */
    ObjectNode filter(JsonNode document) {
        return object(document, "");
    }

    private ObjectNode object(JsonNode from, String prefix) {
        ObjectNode kept = JsonMapper.shared().createObjectNode();
        from.properties().forEach(each -> {
            String path = prefix + each.getKey();
            JsonNode value = each.getValue();
            if (value.isObject()) {
                ObjectNode inner = object(value, path + ".");
                if (!inner.isEmpty()) {
                    kept.set(each.getKey(), inner);
                }
            } else if (value.isArray()) {
                ArrayNode inner = items(value, path + "[].");
                if (!inner.isEmpty()) {
                    kept.set(each.getKey(), inner);
                }
            } else if (fields.containsKey(path) && fields.get(path).fits(value)) {
                kept.set(each.getKey(), value);
            }
        });
        return kept;
    }

    private ArrayNode items(JsonNode from, String prefix) {
        ArrayNode kept = JsonMapper.shared().createArrayNode();
        for (JsonNode each : from) {
            ObjectNode item = object(each, prefix);
            if (!item.isEmpty() && kept.size() < MOST_ITEMS) {
                kept.add(item);
            }
        }
        return kept;
    }
}

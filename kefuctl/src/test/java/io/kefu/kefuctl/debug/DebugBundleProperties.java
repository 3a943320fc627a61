package io.kefu.kefuctl.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a server tells, and wherever in it a secret or a customer's words stand: neither is in the bundle. */
class DebugBundleProperties {

    private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");

    /** Every text of the documents is the secret, in every place that is known and in some that are not. */
    private static final String STATUS = """
            {"version": "S", "health": "S", "problems": ["S", {"what": "S"}], "secret": "S", "S": "S", "S2": {"S": 1},
             "config": {"revision": "S", "applied_at": "S", "commit": "S", "why": "S", "who": "S", "S": {"S": "S"},
                        "drift": {"directory": "S", "revision": "S", "error": "S"}, "sync": {"at": "S", "error": "S"}},
             "listeners": {"public": "S", "admin": "S"}, "sockets": {"path": "S", "why": "S"},
             "channels": [{"name": "S", "type": "S", "S": "S"}, "S", ["S"]],
             "conversations": {"bot": "S", "S": 1}, "tiers": [{"name": "S", "engine": "S", "watermark": "S", "lag_seconds": "S"}],
             "figures": {"e2e_ms": {"visitor_to_agent": {"p50": "S"}, "S": {"p50": 1}}}, "memory_bytes": "S", "uptime_seconds": 1}
            """;

    private static final String STORAGE = """
            {"tiers": [{"name": "S", "engine": "S", "version": "S", "reason": "S", "oldest": "S", "messages": "S"}],
             "changes": [{"tier": "S", "from": "S", "to": "S", "reason": "S", "day": "S"}], "left": ["S"], "ageing": ["S"],
             "disagreeing": ["S"], "files": {"engine": "S", "reason": "S", "files": 3},
             "erasures": {"oldest_asked_at": "S", "waits": ["S"], "pending": 1}}
            """;

    private static final String INSIDES = """
            {"at": "S", "java": "S", "pid": 7, "agents_without_password": ["S"], "channels_last_used": {"S": "S"},
             "last_backup": {"at": "S", "file": "S"}, "heap": {"used_bytes": "S", "max_bytes": 5}}
            """;

    private static final String METRICS = """
            # HELP kefu_messages_total S
            kefu_messages_total{channel="S",author="visitor"} 12.0
            kefu_config_revision_info{revision="S"} 1.0
            jvm_threads_live_threads 40.0
            S 5
            kefu_e2e_bucket{le="1"} 3 # {trace_id="S"} 0.2
            """;

    /** What people and programs choose for secrets, and what customers write. */
    @Provide
    Arbitrary<String> secrets() {
        Arbitrary<String> typed = Arbitraries.strings().ascii().ofMinLength(6).ofMaxLength(60);
        Arbitrary<String> written = Arbitraries.strings()
                .withCharRange('\u4e00', '\u9fa5')
                .ofMinLength(3)
                .ofMaxLength(40);
        return Arbitraries.oneOf(typed, written)
                .filter(text -> !text.isBlank() && text.matches("(?s).*[G-Zg-z\u4e00-\u9fa5].*"))
                .filter(text -> !without("harmless-word").contains(text));
    }

    @Property(tries = 300)
    void a_secret_or_a_message_never_appears(@ForAll("secrets") String secret) throws IOException {
        assertThat(unpacked(bundle(secret).archive())).doesNotContain(secret).doesNotContain(escaped(secret));
    }

    @Property(tries = 5)
    void the_same_facts_make_the_same_bytes(@ForAll("secrets") String secret) throws IOException {
        assertThat(bundle(secret).archive()).isEqualTo(bundle(secret).archive());
    }

    private static String without(String secret) {
        try {
            return unpacked(bundle(secret).archive());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Bundle bundle(String secret) {
        return new Bundle(
                new Facts(
                        "0.1.0",
                        Optional.of(document(STATUS, secret)),
                        Optional.of(document(STORAGE, secret)),
                        Optional.of(document(INSIDES, secret)),
                        Optional.of(METRICS.replace("S", secret)),
                        List.of(Map.of("id", "KEFU-D001", "verdict", "ok")),
                        Map.of("revision", "0123456789abcdef"),
                        Map.of("processors", 2)),
                AT);
    }

    private static JsonNode document(String form, String secret) {
        return JsonMapper.shared().readTree(form.replaceAll("\"S2?\"", Matcher.quoteReplacement(quoted(secret))));
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    private static String escaped(String text) {
        String quoted = quoted(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String unpacked(byte[] archive) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

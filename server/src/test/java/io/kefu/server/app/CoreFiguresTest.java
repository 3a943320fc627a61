package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The three figures that a support lead asks for, of a running server and those who talk to it. */
class CoreFiguresTest {

    @TempDir
    private static Path directory;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory)
                .edit("server.yaml", "  drain: 1s", "  heartbeat: 1s\n  drain: 1s")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The sum over all series of this name whose labels contain {@code label}. */
    private static double meter(String name, String label) {
        Matcher line = Pattern.compile("(?m)^" + name + "(?:\\{([^}]*)})? ([0-9.eE+-]+)")
                .matcher(server.admin().get("/metrics").text());
        double sum = 0;
        while (line.find()) {
            if (line.group(1) == null || line.group(1).contains(label)) {
                sum += Double.parseDouble(line.group(2));
            }
        }
        return sum;
    }

    private static void await(String name, String label, DoublePredicate condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        double now = meter(name, label);
        while (!condition.test(now)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(name + " " + label + " is " + now + " after ten seconds");
            }
            LockSupport.parkNanos(20_000_000);
            now = meter(name, label);
        }
    }

    private static JsonNode figures() {
        return server.admin().get("/admin/v1/status").json().path("figures");
    }

    @Test
    void a_client_that_falls_silent_raises_the_heartbeat_timeout_rate_and_one_that_answers_does_not() throws Exception {
        String timeouts = "kefu_heartbeat_timeouts_total";
        String expected = "kefu_heartbeat_expected_total";
        Person answers = server.visitor();
        await(expected, "channel=\"web\"", pings -> pings >= 2);
        assertThat(meter(timeouts, "")).isZero();
        assertThat(figures().path("heartbeat_timeout_rate").asDouble()).isZero();

        String token = server.anonymous().path("token").asString();
        try (RawWebSocket silent = RawWebSocket.open(server.port(), "kefu.v1.json")) {
            silent.send(RawFrame.text("{\"hello\": {\"token\": \"" + token + "\"}}"));
            await(timeouts, "channel=\"web\"", missed -> missed == 1);
            await("kefu_connection_closed_total", "code=\"4410\"", closed -> closed == 1);
        }
        assertThat(meter(timeouts, "")).isEqualTo(1);
        assertThat(figures().path("heartbeat_timeout_rate").asDouble()).isBetween(0.001, 0.999);
        assertThat(answers.say("still there").getSeq()).isEqualTo(1);
    }

    @Test
    void a_delivery_has_its_latency_by_direction() {
        String latency = "kefu_message_e2e_latency_seconds_count";
        Person amy = server.agent("amy");
        Person visitor = server.visitor();
        String conversation = visitor.ack(Person.event("", "handover")).getConversationId();
        visitor.assigned(conversation, "amy");
        double before = meter(latency, "visitor_to_agent");
        double back = meter(latency, "agent_to_visitor");
        visitor.say(conversation, "where is it?");
        amy.hears("where is it?");
        await(latency, "visitor_to_agent", now -> now == before + 1);
        assertThat(meter(latency, "agent_to_visitor")).isEqualTo(back);
        amy.say(conversation, "on its way");
        visitor.hears("on its way");
        await(latency, "agent_to_visitor", now -> now == back + 1);
        assertThat(figures().path("e2e_ms").path("visitor_to_agent").path("p99").asDouble())
                .isPositive();
        amy.close();
    }

    @Test
    void a_miss_lowers_the_hit_rate_and_a_hit_raises_it() {
        String attempts = "kefu_autoreply_attempts_total";
        double hits = meter(attempts, "result=\"hit\"");
        Person visitor = server.visitor();
        visitor.say("How do I track my order?");
        await(attempts, "result=\"hit\"", now -> now == hits + 1);
        double good = figures().path("autoreply_hit_rate").asDouble();
        assertThat(good).isPositive();

        visitor.say("qwzx vbnm plok");
        await(attempts, "", now -> now >= hits + 2);
        double worse = figures().path("autoreply_hit_rate").asDouble();
        assertThat(worse).isLessThan(good);

        server.visitor().say("How do I track my order?");
        await(attempts, "result=\"hit\"", now -> now == hits + 2);
        assertThat(figures().path("autoreply_hit_rate").asDouble()).isGreaterThan(worse);
    }
}

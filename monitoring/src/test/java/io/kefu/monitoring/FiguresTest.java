package io.kefu.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The exact meaning of the three figures. */
class FiguresTest {
    private final FakeClock clock = new FakeClock();
    private final Meters meters = new Meters(clock);
    private final ChannelMeters web = meters.channel("web");

    @AfterEach
    void close() {
        meters.close();
    }

    /** Time passes with a drain at each slot, as under the sampler. */
    private void pass(Duration time) {
        for (long slots = time.toSeconds() / 10; slots > 0; slots--) {
            clock.pass(Duration.ofSeconds(10));
            meters.live();
        }
    }

    @Test
    void a_client_that_stops_answering_raises_the_heartbeat_timeout_rate() {
        assertThat(meters.live().heartbeatTimeoutRate()).isNaN();
        for (int i = 0; i < 3; i++) {
            web.heartbeatExpected(ClientKind.VISITOR);
        }
        assertThat(meters.live().heartbeatTimeoutRate()).isZero();
        web.heartbeatExpected(ClientKind.AGENT);
        web.heartbeatTimeout(ClientKind.AGENT);
        assertThat(meters.live().heartbeatTimeoutRate()).isEqualTo(0.25);
    }

    @Test
    void what_is_older_than_five_minutes_does_not_count() {
        web.heartbeatExpected(ClientKind.VISITOR);
        web.heartbeatTimeout(ClientKind.VISITOR);
        web.delivered(Direction.VISITOR_TO_AGENT, 5_000_000_000L);
        pass(Duration.ofSeconds(290));
        assertThat(meters.live().heartbeatTimeoutRate()).isEqualTo(1);
        assertThat(meters.live().e2eMillis().get(Direction.VISITOR_TO_AGENT).count())
                .isEqualTo(1);
        pass(Duration.ofSeconds(10));
        assertThat(meters.live().heartbeatTimeoutRate()).isNaN();
        assertThat(meters.live().e2eMillis().get(Direction.VISITOR_TO_AGENT).count())
                .isZero();
    }

    @Test
    void a_slowed_delivery_raises_the_latency_of_its_direction_only() {
        for (int i = 0; i < 96; i++) {
            web.delivered(Direction.VISITOR_TO_AGENT, 2_000_000);
            web.delivered(Direction.AGENT_TO_VISITOR, 2_000_000);
        }
        for (int i = 0; i < 4; i++) {
            web.delivered(Direction.VISITOR_TO_AGENT, 800_000_000);
        }
        Latency slowed = meters.live().e2eMillis().get(Direction.VISITOR_TO_AGENT);
        assertThat(slowed.p50()).isCloseTo(2, within(0.05));
        assertThat(slowed.p95()).isCloseTo(2, within(0.05));
        assertThat(slowed.p99()).isCloseTo(800, within(8.0));
        assertThat(slowed.count()).isEqualTo(100);
        assertThat(meters.live().e2eMillis().get(Direction.AGENT_TO_VISITOR).p99())
                .isCloseTo(2, within(0.05));
    }

    @Test
    void a_latency_beyond_every_bound_is_kept_as_the_bound() {
        web.delivered(Direction.VISITOR_TO_AGENT, Long.MAX_VALUE);
        web.delivered(Direction.VISITOR_TO_AGENT, -5);
        Latency latency = meters.live().e2eMillis().get(Direction.VISITOR_TO_AGENT);
        assertThat(latency.count()).isEqualTo(2);
        assertThat(latency.p99()).isCloseTo(60_000, within(600.0));
    }

    @Test
    void a_missed_question_lowers_the_hit_rate() {
        AutoReplyFigure figure = meters.autoReply();
        assertThat(meters.live().autoReply().hitRate()).isNaN();
        figure.hit("c1", 2);
        figure.hit("c2", 2);
        assertThat(meters.live().autoReply().hitRate()).isEqualTo(1);
        figure.miss(AttemptResult.NO_MATCH);
        figure.miss(AttemptResult.BELOW_THRESHOLD);
        assertThat(meters.live().autoReply().hitRate()).isEqualTo(0.5);
        assertThat(meters.live().autoReply().attempts()).isEqualTo(4);
    }

    @Test
    void a_hit_taken_to_a_person_is_rejected_in_the_time_it_was_asked() {
        AutoReplyFigure figure = meters.autoReply();
        figure.hit("c1", 2);
        figure.hit("c2", 2);
        pass(Duration.ofSeconds(280));
        figure.miss(AttemptResult.HANDOVER_WORD);
        figure.takenToPerson("c1");
        AutoReplyFigure.Attempts all = meters.live().autoReply();
        assertThat(all.attempts()).isEqualTo(3);
        assertThat(all.hitRate()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(all.results())
                .containsEntry(AttemptResult.HIT, 1L)
                .containsEntry(AttemptResult.REJECTED, 1L)
                .containsEntry(AttemptResult.HANDOVER_WORD, 1L);
        pass(Duration.ofSeconds(20));
        AutoReplyFigure.Attempts later = meters.live().autoReply();
        assertThat(later.attempts())
                .as("the rejection left the window with its question")
                .isEqualTo(1);
        assertThat(later.results()).containsEntry(AttemptResult.REJECTED, 0L);
    }

    @Test
    void a_rejection_of_an_answer_before_the_window_never_makes_the_rate_negative() {
        meters.autoReply().hit("c1", 2);
        pass(Duration.ofMinutes(20));
        meters.autoReply().hit("c2", 2);
        meters.autoReply().takenToPerson("c1");
        assertThat(meters.live().autoReply().hitRate()).isEqualTo(1);
        assertThat(meters.scrape("text/plain").body())
                .contains("kefu_autoreply_attempts_total{result=\"hit\"} 2.0")
                .contains("kefu_autoreply_attempts_total{result=\"rejected\"} 1.0");
    }

    @Test
    void a_question_is_rejected_once_whatever_the_visitor_does_after() {
        AutoReplyFigure figure = meters.autoReply();
        figure.hit("c1", 1);
        figure.hit("c1", 3);
        figure.feedback("c1", 4, true);
        figure.feedback("c1", 4, false);
        figure.feedback("c1", 4, false);
        figure.feedback("c1", 1, false);
        figure.feedback("unknown", 4, false);
        assertThat(meters.live().autoReply().hitRate()).isEqualTo(0.5);
        figure.takenToPerson("c1");
        figure.takenToPerson("c1");
        assertThat(meters.live().autoReply().results()).containsEntry(AttemptResult.REJECTED, 2L);
        assertThat(meters.live().autoReply().attempts()).isEqualTo(2);
        assertThat(meters.scrape("text/plain").body()).contains("kefu_autoreply_feedback_total{helpful=\"false\"} 4.0");
    }

    @Test
    void the_hits_of_a_closed_conversation_stand() {
        meters.autoReply().hit("c1", 2);
        meters.autoReply().closed("c1");
        meters.autoReply().takenToPerson("c1");
        assertThat(meters.live().autoReply().hitRate()).isEqualTo(1);
    }

    @Test
    void what_is_remembered_of_open_hits_is_bounded() {
        AutoReplyFigure figure = meters.autoReply();
        figure.hit("first", 2);
        for (int i = 0; i < AutoReplyFigure.CONVERSATIONS; i++) {
            figure.hit("c" + i, 2);
        }
        figure.takenToPerson("first");
        assertThat(meters.live().autoReply().results()).containsEntry(AttemptResult.REJECTED, 0L);
        for (int i = 0; i < 2 * AutoReplyFigure.HITS; i++) {
            figure.hit("c0", 4 + i);
        }
        figure.takenToPerson("c0");
        assertThat(meters.live().autoReply().results())
                .containsEntry(AttemptResult.REJECTED, (long) AutoReplyFigure.HITS);
    }

    @Test
    void a_hit_is_no_miss() {
        assertThatThrownBy(() -> meters.autoReply().miss(AttemptResult.HIT)).hasMessageContaining("not a miss");
    }

    @Test
    void the_live_figures_are_written_as_the_rest_api_has_them() {
        meters.gateway().connectionOpened(Transport.WEBSOCKET, ClientKind.VISITOR);
        meters.gateway().connectionOpened(Transport.SSE, ClientKind.VISITOR);
        meters.gateway().connectionOpened(Transport.WEBSOCKET, ClientKind.AGENT);
        meters.gateway().connectionEnded(Transport.SSE, ClientKind.VISITOR);
        meters.groups().queueLength("support", 4);
        meters.groups().queueLength("support", 3);
        meters.groups().roster(2, 1, 0);
        meters.groups().conversations(LiveState.QUEUED, 3);
        for (int i = 0; i < 20; i++) {
            web.message(Author.VISITOR, MessageKind.TEXT);
        }
        clock.pass(Duration.ofSeconds(5));
        Map<String, Object> json = meters.live().toJson();
        assertThat(json.keySet())
                .containsExactly(
                        "at",
                        "heartbeat_timeout_rate",
                        "e2e_ms",
                        "autoreply",
                        "connections",
                        "queue",
                        "messages_per_second",
                        "agents",
                        "conversations");
        assertThat(json)
                .containsEntry("at", "2026-03-01T08:00:05Z")
                .containsEntry("heartbeat_timeout_rate", null)
                .containsEntry("connections", Map.of("visitor", 1L, "agent", 1L, "api", 0L))
                .containsEntry("queue", Map.of("support", 3L))
                .containsEntry("messages_per_second", 4.0)
                .containsEntry("agents", Map.of("online", 2L, "away", 1L, "offline", 0L))
                .containsEntry("conversations", Map.of("bot", 0L, "queued", 3L, "assigned", 0L));
        assertThat(json.get("autoreply").toString())
                .isEqualTo("{hit_rate=null, attempts=0, misses={below_threshold=0, no_match=0, provider_down=0,"
                        + " handover_word=0, rejected=0}}");
        assertThat(json.get("e2e_ms").toString())
                .startsWith("{visitor_to_agent={p50=null, p95=null, p99=null, count=0}, agent_to_visitor={");
    }
}

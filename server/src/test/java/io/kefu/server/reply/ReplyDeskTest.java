package io.kefu.server.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.monitoring.AttemptResult;
import io.kefu.monitoring.Meters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyDeskTest {
    private static final Reply ANSWER = new Reply.Answer("yes", "e", 1, false);
    private static final Reply DOWN = new Reply.HandOver(MissReason.PROVIDER_DOWN);
    private static final ReplyDesk.Limits PATIENT = new ReplyDesk.Limits(2, 1_000, Duration.ofSeconds(30));

    private record Told(Question question, Reply reply) {}

    private final Meters meters = new Meters(Clock.systemUTC());
    private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private ReplyDesk desk;

    @AfterEach
    void close() {
        desk.close();
        meters.close();
    }

    private void open(ReplyDesk.Limits limits, AutoReply bot) {
        desk = new ReplyDesk(name -> bot, (question, reply) -> told.add(new Told(question, reply)), meters, limits);
    }

    private static Question question(String conversation, long seq) {
        return new Question(conversation, seq, "text", "", 0);
    }

    private Told next() throws InterruptedException {
        Told next = told.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a reply within 10 s").isNotNull();
        return next;
    }

    private void awaitForever(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void every_question_gets_exactly_one_reply_in_the_order_of_its_conversation() throws InterruptedException {
        open(PATIENT, question -> ANSWER);
        for (int seq = 1; seq <= 100; seq++) {
            for (int conversation = 0; conversation < 8; conversation++) {
                desk.ask("shop", question("c" + conversation, seq));
            }
        }
        Map<String, List<Long>> order = new ConcurrentHashMap<>();
        for (int i = 0; i < 800; i++) {
            Told next = next();
            assertThat(next.reply).isEqualTo(ANSWER);
            order.computeIfAbsent(next.question.conversationId(), id -> new ArrayList<>())
                    .add(next.question.seq());
        }
        assertThat(told).isEmpty();
        assertThat(order).hasSize(8).allSatisfy((id, seqs) -> assertThat(seqs).isSorted());
        assertThat(meters.live().autoReply().results()).containsEntry(AttemptResult.HIT, 800L);
    }

    @Test
    void a_bot_that_takes_too_long_is_down_and_interrupted() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        open(new ReplyDesk.Limits(1, 10, Duration.ofMillis(100)), question -> {
            if (question.seq() == 1) {
                awaitForever(never);
            }
            return ANSWER;
        });
        desk.ask("shop", question("c", 1));
        assertThat(next()).isEqualTo(new Told(question("c", 1), DOWN));
        desk.ask("shop", question("c", 2));
        assertThat(next()).as("the worker is free again").isEqualTo(new Told(question("c", 2), ANSWER));
        assertThat(told).as("the late answer is dropped").isEmpty();
        assertThat(meters.live().autoReply().results())
                .containsEntry(AttemptResult.PROVIDER_DOWN, 1L)
                .containsEntry(AttemptResult.HIT, 1L);
    }

    @Test
    void a_full_queue_refuses_at_once_and_is_counted() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        open(new ReplyDesk.Limits(1, 2, Duration.ofSeconds(30)), question -> {
            busy.countDown();
            awaitForever(release);
            return ANSWER;
        });
        desk.ask("shop", question("c", 1));
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        desk.ask("shop", question("c", 2));
        desk.ask("shop", question("c", 3));
        assertThat(meters.scrape("text/plain").body()).contains("kefu_queue_fill_ratio{queue=\"reply\"} 1.0");
        desk.ask("shop", question("c", 4));
        assertThat(next()).isEqualTo(new Told(question("c", 4), DOWN));
        assertThat(meters.scrape("text/plain").body()).contains("kefu_queue_refused_total{queue=\"reply\"} 1.0");
        release.countDown();
        for (int seq = 1; seq <= 3; seq++) {
            assertThat(next()).isEqualTo(new Told(question("c", seq), ANSWER));
        }
    }

    @Test
    void a_bot_that_fails_hands_over_and_harms_no_other_question() throws InterruptedException {
        open(PATIENT, question -> {
            if (question.seq() == 1) {
                throw new IllegalStateException("broken on purpose");
            }
            return ANSWER;
        });
        desk.ask("shop", question("c", 1));
        desk.ask("shop", question("c", 2));
        assertThat(next().reply).isEqualTo(DOWN);
        assertThat(next().reply).isEqualTo(ANSWER);
    }

    @Test
    void a_sink_that_fails_does_not_stop_the_desk() throws InterruptedException {
        desk = new ReplyDesk(
                name -> question -> ANSWER,
                (question, reply) -> {
                    told.add(new Told(question, reply));
                    throw new IllegalStateException("broken on purpose");
                },
                meters,
                PATIENT);
        desk.ask("shop", question("c", 1));
        desk.ask("shop", question("c", 2));
        assertThat(next().question.seq()).isEqualTo(1);
        assertThat(next().question.seq()).isEqualTo(2);
    }

    @Test
    void the_figure_tells_hits_misses_and_hand_overs_apart() throws InterruptedException {
        AutoReplies bots = new AutoReplies();
        bots.use(List.of(ShopFaq.SETTINGS));
        desk = new ReplyDesk(bots, (question, reply) -> told.add(new Told(question, reply)), meters, PATIENT);
        for (String text : List.of("怎么退货", "tell me a joke", "今天天气怎么样", "转人工")) {
            desk.ask("shop", new Question("c", 1, text, "zh-CN", 0));
            next();
        }
        desk.ask("gone", question("c", 1));
        next();
        assertThat(meters.live().autoReply().results())
                .containsEntry(AttemptResult.HIT, 1L)
                .containsEntry(AttemptResult.NO_MATCH, 1L)
                .containsEntry(AttemptResult.BELOW_THRESHOLD, 1L)
                .containsEntry(AttemptResult.HANDOVER_WORD, 1L)
                .containsEntry(AttemptResult.PROVIDER_DOWN, 1L);
        assertThat(meters.live().autoReply().hitRate()).isEqualTo(0.2);
    }

    @Test
    void a_closed_desk_takes_no_question() {
        open(PATIENT, question -> ANSWER);
        desk.close();
        desk.ask("shop", question("c", 1));
        assertThat(told).isEmpty();
    }
}

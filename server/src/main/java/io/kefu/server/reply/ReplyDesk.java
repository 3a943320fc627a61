package io.kefu.server.reply;

import io.kefu.monitoring.AutoReplyFigure;
import io.kefu.monitoring.Meters;
import io.kefu.monitoring.QueueMeters.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where questions wait for the bot, off the road of messages. Each question gets exactly one reply in the sink: the
 * bot's, or {@code HandOver(PROVIDER_DOWN)} when the bot fails, takes longer than the time allowed (its wait included)
 * or the queue is full; none only when the desk is closed first. Questions of one conversation are answered in order.
 */
public final class ReplyDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyDesk.class);
    private static final Reply DOWN = new Reply.HandOver(MissReason.PROVIDER_DOWN);

    /** Told every reply, on a thread of the desk or on the asking one; must hand it on without waiting. */
    @FunctionalInterface
    public interface Sink {
        void replied(Question question, Reply reply);
    }

    /** {@code waiting} questions at most wait for each of the {@code workers}. */
    public record Limits(int workers, int waiting, Duration timeout) {
        public static final Limits STANDARD = new Limits(2, 500, Duration.ofSeconds(2));
    }

    private final Function<String, AutoReply> bots;
    private final Sink sink;
    private final AutoReplyFigure figure;
    private final Refusals refusals;
    private final Duration timeout;
    private final List<ThreadPoolExecutor> workers = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timer;

    public ReplyDesk(AutoReplies bots, Sink sink, Meters meters, Limits limits) {
        this(bots::named, sink, meters, limits);
    }

    ReplyDesk(Function<String, AutoReply> bots, Sink sink, Meters meters, Limits limits) {
        this.bots = bots;
        this.sink = sink;
        figure = meters.autoReply();
        timeout = limits.timeout();
        for (int i = 0; i < limits.workers(); i++) {
            workers.add(worker(limits.waiting()));
        }
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("reply-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        long capacity = (long) limits.workers() * limits.waiting();
        refusals = meters.queues().declare("reply", this::waiting, capacity);
    }

    private static ThreadPoolExecutor worker(int waiting) {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name("reply-", 0).factory());
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    private long waiting() {
        return workers.stream().mapToLong(worker -> worker.getQueue().size()).sum();
    }

    /** Puts a question to the bot of that name. Returns at once. */
    public void ask(String bot, Question question) {
        PendingReply pending = new PendingReply(question, this::finish);
        int worker = Math.floorMod(question.conversationId().hashCode(), workers.size());
        try {
            pending.running(workers.get(worker).submit(() -> answer(bot, pending)));
            pending.expiring(timer.schedule(() -> pending.expire(DOWN), timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            if (!timer.isShutdown()) {
                refusals.refused();
                pending.done(DOWN);
            }
        }
    }

    private void answer(String bot, PendingReply pending) {
        if (pending.isDone()) {
            return;
        }
        try {
            pending.done(bots.apply(bot).reply(pending.question()));
        } catch (RuntimeException e) {
            if (pending.done(DOWN)) {
                LOG.error("bot {} failed at a question; the visitor goes to a person", bot, e);
            }
        }
    }

    private void finish(Question question, Reply reply) {
        switch (reply) {
            case Reply.Answer answer -> figure.hit(question.conversationId(), question.seq());
            case Reply.Miss miss -> figure.miss(miss.reason().result());
            case Reply.HandOver handOver -> figure.miss(handOver.reason().result());
        }
        try {
            sink.replied(question, reply);
        } catch (RuntimeException e) {
            LOG.error("a bot's reply could not be handed on; the visitor may ask again", e);
        }
    }

    /** Questions that wait are dropped; the conversation's state still has them as unanswered. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.forEach(ThreadPoolExecutor::shutdownNow);
    }
}

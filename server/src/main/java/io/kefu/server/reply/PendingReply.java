package io.kefu.server.reply;

import io.kefu.server.reply.ReplyDesk.Sink;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** A question and the race between its reply and its time-out: the first one in is the only one told. */
final class PendingReply {
    private final Question question;
    private final Sink winner;
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile Future<?> running;
    private volatile Future<?> expiring;

    PendingReply(Question question, Sink winner) {
        this.question = question;
        this.winner = winner;
    }

    Question question() {
        return question;
    }

    boolean isDone() {
        return done.get();
    }

    void running(Future<?> task) {
        running = task;
    }

    /** The reply may be there already: then there is nothing to wait for. */
    void expiring(Future<?> timeout) {
        expiring = timeout;
        if (isDone()) {
            timeout.cancel(false);
        }
    }

    /** Returns whether this reply was the first. */
    boolean done(Reply reply) {
        if (!done.compareAndSet(false, true)) {
            return false;
        }
        Future<?> timeout = expiring;
        if (timeout != null) {
            timeout.cancel(false);
        }
        winner.replied(question, reply);
        return true;
    }

    /** The time is over: a bot that still thinks is interrupted. */
    void expire(Reply reply) {
        if (done(reply)) {
            running.cancel(true);
        }
    }
}

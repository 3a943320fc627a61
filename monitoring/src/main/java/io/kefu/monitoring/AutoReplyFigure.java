package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the bot's answer was enough. Each question that the bot was asked is one attempt. A hit stays open until its
 * conversation closes: a thumb down rejects that hit, going to a person rejects every open hit of the conversation.
 *
 * <p>Over a window, a rejection counts in the slot in which its question was asked, in place of the hit: of the
 * questions asked in the window, how many were answered and have not been taken to a person. Counters cannot go back, so
 * {@code kefu_autoreply_attempts_total} counts such a question twice, as hit and as rejected.
 *
 * <p>Open hits are kept for the {@value #CONVERSATIONS} conversations last answered, {@value #HITS} each; a hit beyond
 * that stands as a hit.
 */
public final class AutoReplyFigure {
    static final int CONVERSATIONS = 50_000;
    static final int HITS = 100;

    /** The attempts of a window by result (a rejected one is not among the hits) and the rate, NaN without attempts. */
    public record Attempts(long attempts, double hitRate, Map<AttemptResult, Long> results) {}

    private static final class OpenHit {
        private final long seq;
        private final long slot;
        private boolean rejected;

        OpenHit(long seq, long slot) {
            this.seq = seq;
            this.slot = slot;
        }
    }

    private final Clock clock;
    private final Map<AttemptResult, Counter> attempts;
    private final Counter helpful;
    private final Counter unhelpful;
    private final Map<AttemptResult, SlotRing> windows = new EnumMap<>(AttemptResult.class);
    private final LinkedHashMap<String, Deque<OpenHit>> open = new LinkedHashMap<>(16, 0.75f, true);

    AutoReplyFigure(Registration registration, Clock clock) {
        this.clock = clock;
        attempts = Resolved.byEnum(
                AttemptResult.class, result -> registration.counter(Catalogue.AUTOREPLY_ATTEMPTS, result.label()));
        helpful = registration.counter(Catalogue.AUTOREPLY_FEEDBACK, "true");
        unhelpful = registration.counter(Catalogue.AUTOREPLY_FEEDBACK, "false");
        for (AttemptResult result : AttemptResult.values()) {
            windows.put(result, new SlotRing(now()));
        }
    }

    /** The bot answered the question in message {@code seq}. */
    public synchronized void hit(String conversationId, long seq) {
        count(AttemptResult.HIT, now(), 1);
        attempts.get(AttemptResult.HIT).increment();
        Deque<OpenHit> hits = open.computeIfAbsent(conversationId, id -> new ArrayDeque<>());
        hits.addLast(new OpenHit(seq, now()));
        if (hits.size() > HITS) {
            hits.removeFirst();
        }
        if (open.size() > CONVERSATIONS) {
            open.pollFirstEntry();
        }
    }

    /** The bot had no answer. {@code HIT} and {@code REJECTED} are no reasons for that. */
    public synchronized void miss(AttemptResult reason) {
        if (reason == AttemptResult.HIT || reason == AttemptResult.REJECTED) {
            throw new IllegalArgumentException(reason + " is not a miss; call hit, feedback or takenToPerson");
        }
        count(reason, now(), 1);
        attempts.get(reason).increment();
    }

    /** The visitor went to a person: what the bot answered in this conversation was not enough. */
    public synchronized void takenToPerson(String conversationId) {
        Deque<OpenHit> hits = open.remove(conversationId);
        if (hits != null) {
            hits.forEach(this::reject);
        }
    }

    /**
     * A thumb on the bot's answer in message {@code seq}. It judges the last question before that answer; only its first
     * thumb down rejects it.
     */
    public synchronized void feedback(String conversationId, long seq, boolean good) {
        (good ? helpful : unhelpful).increment();
        Deque<OpenHit> hits = open.get(conversationId);
        if (good || hits == null) {
            return;
        }
        for (Iterator<OpenHit> latest = hits.descendingIterator(); latest.hasNext(); ) {
            OpenHit hit = latest.next();
            if (hit.seq < seq) {
                reject(hit);
                return;
            }
        }
    }

    /** The conversation is over; its hits stand. */
    public synchronized void closed(String conversationId) {
        open.remove(conversationId);
    }

    private void reject(OpenHit hit) {
        if (hit.rejected) {
            return;
        }
        hit.rejected = true;
        attempts.get(AttemptResult.REJECTED).increment();
        count(AttemptResult.HIT, hit.slot, -1);
        count(AttemptResult.REJECTED, hit.slot, 1);
    }

    private void count(AttemptResult result, long slot, long n) {
        SlotRing window = windows.get(result);
        window.turn(now());
        window.add(slot, n);
    }

    synchronized Attempts over(long from, long to) {
        Map<AttemptResult, Long> results = new EnumMap<>(AttemptResult.class);
        windows.forEach((result, window) -> {
            window.turn(now());
            results.put(result, window.sum(from, to));
        });
        long all = results.values().stream().mapToLong(Long::longValue).sum();
        return new Attempts(all, Ratio.of(results.get(AttemptResult.HIT), all), results);
    }

    private long now() {
        return Window.slot(clock.instant());
    }
}

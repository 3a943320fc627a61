package io.kefu.server.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast one sender may send: a token bucket each, of which the least used are forgotten beyond {@value #MOST_SENDERS}
 * (a forgotten sender starts with a full bucket). Its own comes first: who is refused there takes nothing of what it shares
 * with others.
 */
public final class SendLimits {

    static final int MOST_SENDERS = 200_000;

    /** Messages a second on average, and at once after a pause. */
    public record Rate(double perSecond, int burst) {}

    private final Cache<String, TokenBucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_SENDERS)
            .executor(Runnable::run) // what a cache has to tidy is little: a change of threads costs more
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();
    private final String visitorLimit;
    private final String agentLimit;
    private final LongSupplier nanos;
    private volatile Rate visitors;
    private volatile Rate agents;

    /** @param nanos as {@link System#nanoTime} */
    public SendLimits(Rate visitors, Rate agents, LongSupplier nanos) {
        this("visitor", visitors, "agent", agents, nanos);
    }

    private SendLimits(String visitorLimit, Rate visitors, String agentLimit, Rate agents, LongSupplier nanos) {
        this.visitorLimit = visitorLimit;
        this.visitors = visitors;
        this.agentLimit = agentLimit;
        this.agents = agents;
        this.nanos = nanos;
    }

    /** Of what is no message; the same for all. */
    public static SendLimits signals(Rate all, LongSupplier nanos) {
        return new SendLimits("signals", all, "signals", all, nanos);
    }

    /** From now on these hold. */
    public void change(Rate visitors, Rate agents) {
        this.visitors = visitors;
        this.agents = agents;
    }

    /** Takes one, or refuses with the time after which there is one again. */
    public void take(String sender, boolean visitor) {
        Rate rate = visitor ? visitors : agents;
        long wait = buckets.get(sender, id -> new TokenBucket(rate.burst(), nanos.getAsLong()))
                .take(rate.burst(), rate.perSecond(), nanos.getAsLong());
        if (wait > 0) {
            throw Refusal.limited(visitor ? visitorLimit : agentLimit, "too many messages; wait before the next", wait);
        }
    }
}

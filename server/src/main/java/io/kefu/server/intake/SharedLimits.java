package io.kefu.server.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Token buckets that many visitors share: one for each network address, of which the least used are forgotten beyond
 * {@value #MOST_ADDRESSES}, and two for each channel that is declared, its messages and its new visitors. So neither one
 * address nor one channel takes all of what there is for all.
 */
public final class SharedLimits {

    static final int MOST_ADDRESSES = 100_000;
    private static final double SECONDS_OF_MINUTE = 60;

    /**
     * What all visitors of a channel may do together.
     *
     * @param messages of theirs
     * @param visitorsPerMinute new ones, and as many at once
     */
    public record OfChannel(SendLimits.Rate messages, int visitorsPerMinute) {}

    private final Cache<String, TokenBucket> addresses = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .executor(Runnable::run) // what a cache has to tidy is little: a change of threads costs more
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();
    /** No more than there are channels in force, or have been since the start. */
    private final Map<String, TokenBucket> messages = new ConcurrentHashMap<>();

    private final Map<String, TokenBucket> visitors = new ConcurrentHashMap<>();
    private final Function<String, Optional<OfChannel>> channels;
    private final LongSupplier nanos;
    private volatile SendLimits.Rate address;

    /**
     * All full.
     *
     * @param address messages of all visitors of one
     * @param channels by name, as they are in force now; empty for what is none
     * @param nanos as {@link System#nanoTime}
     */
    public SharedLimits(SendLimits.Rate address, Function<String, Optional<OfChannel>> channels, LongSupplier nanos) {
        this.address = address;
        this.channels = channels;
        this.nanos = nanos;
    }

    /** From now on this holds. */
    public void change(SendLimits.Rate ofAddress) {
        address = ofAddress;
    }

    /** Takes a visitor's message, or refuses it with the time after which there is room again. */
    void message(Sender from) {
        if (!from.address().isEmpty()) {
            SendLimits.Rate rate = address;
            TokenBucket bucket = addresses.get(from.address(), _ -> new TokenBucket(rate.burst(), nanos.getAsLong()));
            refuse("address", "too many messages from your address", take(bucket, rate));
        }
        Optional<OfChannel> limits = channels.apply(from.channel());
        if (limits.isPresent()) {
            SendLimits.Rate rate = limits.get().messages();
            refuse(
                    "channel",
                    "too many messages on this channel",
                    take(bucket(messages, from.channel(), rate.burst()), rate));
        }
    }

    private TokenBucket bucket(Map<String, TokenBucket> buckets, String channel, int burst) {
        TokenBucket there = buckets.get(channel);
        return there != null ? there : buckets.computeIfAbsent(channel, _ -> new TokenBucket(burst, nanos.getAsLong()));
    }

    private long take(TokenBucket bucket, SendLimits.Rate rate) {
        return bucket.take(rate.burst(), rate.perSecond(), nanos.getAsLong());
    }

    /** Takes a new visitor of this channel, or refuses it as {@link #message} does. */
    public void visitor(String channel) {
        channels.apply(channel).ifPresent(limits -> {
            int most = limits.visitorsPerMinute();
            long wait = bucket(visitors, channel, most).take(most, most / SECONDS_OF_MINUTE, nanos.getAsLong());
            refuse("channel_visitors", "too many new visitors on this channel", wait);
        });
    }

    private static void refuse(String limit, String why, long wait) {
        if (wait > 0) {
            throw Refusal.limited(limit, why + "; wait before the next", wait);
        }
    }
}

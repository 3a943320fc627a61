package io.kefu.server.intake;

import io.kefu.protocol.v1.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * The door for whoever is new: shut while those who are there already wait too long. Each who is refused is told a time of
 * its own to come back, so that they do not come back together.
 */
public final class Newcomers {

    /** Everyone may come. */
    public static final Newcomers WELCOME = new Newcomers(() -> false, _ -> {});

    static final Duration LEAST_WAIT = Duration.ofSeconds(3);
    static final Duration MOST_WAIT = Duration.ofSeconds(8);

    /** What else may refuse a new visitor of a channel, by throwing. */
    @FunctionalInterface
    public interface ChannelDoor {
        void visitor(String channel);
    }

    private final BooleanSupplier overloaded;
    private final ChannelDoor channels;

    /** @param overloaded whether messages wait too long; must be quick */
    public Newcomers(BooleanSupplier overloaded, ChannelDoor channels) {
        this.overloaded = overloaded;
        this.channels = channels;
    }

    /** A visitor whom nobody knows yet. Throws {@link Refusal}: {@code overloaded}, or {@code rate_limited}. */
    public void visitor(String channel) {
        conversation();
        channels.visitor(channel);
    }

    /** A visitor without an open conversation. Throws {@link Refusal}: {@code overloaded}. */
    public void conversation() {
        if (overloaded.getAsBoolean()) {
            long wait = ThreadLocalRandom.current().nextLong(LEAST_WAIT.toMillis(), MOST_WAIT.toMillis());
            throw new Refusal(ErrorCode.ERROR_CODE_OVERLOADED, Intake.BUSY, wait);
        }
    }
}

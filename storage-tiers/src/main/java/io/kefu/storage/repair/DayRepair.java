package io.kefu.storage.repair;

import io.kefu.storage.projection.Projector;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gives a tier what it lacks of a day, from another one that has it. What it holds already stays as it is. */
public final class DayRepair {
    private static final int PIECE = 1_000;
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final MessageTier from;
    private final Consumer<List<TierEntry>> to;

    /** Repairs between the projector's batches, while both tiers serve. */
    public DayRepair(MessageTier from, Projector to) {
        this(from, between(to));
    }

    /**
     * Gives what it finds to whoever takes it.
     *
     * @param to is given pieces, in order; what it throws ends the repair
     */
    public DayRepair(MessageTier from, Consumer<List<TierEntry>> to) {
        this.from = from;
        this.to = to;
    }

    /** Applies pieces between the projector's batches. */
    public static Consumer<List<TierEntry>> between(Projector to) {
        return piece -> {
            try {
                to.between(
                        tier -> {
                            tier.append(piece, tier.cursor());
                            return piece.size();
                        },
                        BOUND);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TierUnavailableException("the repair was interrupted; what was given stays", e);
            }
        };
    }

    /**
     * Repairs a day.
     *
     * @return how many messages were offered to the tier
     * @throws TierUnavailableException when one of the two does not answer; what was given stays, and a repetition is
     *     harmless
     */
    public long run(LocalDate day) {
        Pieces pieces = new Pieces();
        try {
            from.scan(day, pieces::add);
            pieces.give();
        } catch (NotTaken e) {
            throw e.reason;
        }
        return pieces.given;
    }

    /** What the taker threw, carried past the tier that is read, which would take it for its own failure. */
    private static final class NotTaken extends RuntimeException {
        private final transient RuntimeException reason;

        NotTaken(RuntimeException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private final class Pieces {
        private final List<TierEntry> gathered = new ArrayList<>(PIECE);
        private long given;

        /** The amendment on its own as well: a tier that holds the message without it takes only that. */
        void add(StoredMessage message) {
            gathered.add(message);
            if (message.amendment() != null) {
                gathered.add(new Amend(message.conversationId(), message.seq(), message.amendment()));
            }
            given++;
            if (gathered.size() >= PIECE) {
                give();
            }
        }

        void give() {
            List<TierEntry> piece = List.copyOf(gathered);
            gathered.clear();
            try {
                to.accept(piece);
            } catch (RuntimeException e) {
                throw new NotTaken(e);
            }
        }
    }
}

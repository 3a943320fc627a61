package io.kefu.storage;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.repair.DayRepair;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.DayDigest;
import io.kefu.storage.tier.DigestSum;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.WarmStore;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a new engine to hold what the tiers that stand hold, while they serve.
 *
 * <p>First everything that lies in them, with the new engine's cursor kept where the journal begins; then the journal from
 * there on. So whatever changed a message meanwhile is applied after the message, in order. The journal is not cut behind
 * that cursor.
 */
final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    /** Days younger than this still move: the journal brings them, and they are compared at the end. */
    private static final int MOVING_DAYS = 2;

    /** What is younger may not be committed yet, or not be in each tier. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    /** After this a message is neither recalled nor edited; what is younger is compared without. */
    private static final Duration SETTLED = Duration.ofHours(25);

    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final int MOST_REFUSED = 1_000;
    private static final int TRIES = 3;

    private final Tiers tiers;
    private final StandingTier to;
    private final Lock turn;
    private final Runnable goOn;

    /** Messages that either side cannot hold, as {@code conversation seq}. */
    private final Set<String> refused;

    /**
     * Fills one tier.
     *
     * @param turn held while a day is read or compared, so that it does not move
     * @param goOn throws when this is no longer wanted
     */
    Backfill(Tiers tiers, StandingTier to, Lock turn, Runnable goOn) {
        this.tiers = tiers;
        this.to = to;
        this.turn = turn;
        this.goOn = goOn;
        this.refused = new HashSet<>(tiers.aside().places(to.role().word()));
    }

    /** Those that hold the days which this one is to hold: the one in its place, and for a cold one the warm one too. */
    private List<MessageTier> sources() {
        Standing standing = tiers.now();
        return to.role() == TierRole.WARM
                ? List.of(standing.warm().tier())
                : standing.deep().reversed().stream().map(StandingTier::tier).toList();
    }

    /** Every day of the sources, ascending. */
    List<LocalDate> days() {
        Set<LocalDate> days = new TreeSet<>();
        sources().forEach(each -> days.addAll(each.days()));
        return List.copyOf(days);
    }

    /**
     * Whether the new engine is the old one under another address, or a copy of it: the cursors are the same, and so is
     * each day.
     */
    boolean isThereAlready() throws InterruptedException {
        StandingTier old = tiers.now().of(to.role()).orElse(null);
        if (old == null || to.tier().cursor() == 0) {
            return false;
        }
        boolean same =
                old.projector().between(tier -> tier.cursor() == to.tier().cursor(), CATCH_UP);
        return same
                && old.tier().days().equals(to.tier().days())
                && days().stream().allMatch(day -> held(() -> agrees(day, moment())));
    }

    /** What the engine holds from an earlier time and the tiers that stand do not goes. */
    void clear() {
        Set<LocalDate> settled = new TreeSet<>(days());
        settled.removeIf(this::moves);
        for (LocalDate day : to.tier().days()) {
            if (!settled.contains(day)) {
                goOn.run();
                to.tier().drop(day);
            }
        }
        if (to.role() == TierRole.WARM) {
            forgetWhoIsGone();
        }
    }

    /** Visitors who were erased since the engine was last used. */
    private void forgetWhoIsGone() {
        ConversationIndex old = tiers.now().store().conversations();
        each(((WarmStore) to.tier()).conversations(), piece -> {
            for (ConversationRow row : piece) {
                if (old.get(row.conversationId()).isEmpty()) {
                    to.tier().erase(row.visitorId(), tiers.now().store().conversationsOf(row.visitorId()));
                }
            }
        });
    }

    private void each(ConversationIndex index, Consumer<List<ConversationRow>> pieces) {
        String last = "";
        List<ConversationRow> piece;
        do {
            goOn.run();
            piece = index.after(last, ConversationIndex.MOST);
            if (!piece.isEmpty()) {
                last = piece.getLast().conversationId();
                pieces.accept(piece);
            }
        } while (!piece.isEmpty());
    }

    /** The cursor of the new engine before the journal is carried into it. */
    void begin(long cursor) {
        to.tier().append(List.of(), cursor);
    }

    void conversations(long cursor) {
        ConversationIndex old = tiers.now().store().conversations();
        String[] last = {""};
        boolean[] more = {true};
        while (more[0]) {
            goOn.run();
            held(() -> {
                List<ConversationRow> piece = old.after(last[0], ConversationIndex.MOST);
                if (!piece.isEmpty()) {
                    last[0] = piece.getLast().conversationId();
                    to.tier().append(List.copyOf(piece), cursor);
                }
                more[0] = !piece.isEmpty();
                return piece;
            });
        }
    }

    /**
     * Copies one day.
     *
     * @return whether the day is settled and the same now; the others are compared when the journal has been carried
     */
    boolean copy(LocalDate day, long cursor) {
        return held(() -> {
            give(day, piece -> to.tier().append(piece, cursor));
            if (moves(day)) {
                return false;
            }
            if (!agrees(day, Long.MAX_VALUE)) {
                to.tier().drop(day);
                give(day, piece -> to.tier().append(piece, cursor));
                demandAgreement(day, Long.MAX_VALUE);
            }
            return true;
        });
    }

    /** Compares one day of which both sides are written to, and gives the new one what it lacks. */
    void compare(LocalDate day) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            catchUp();
            if (held(() -> agrees(day, moment()))) {
                return;
            }
            held(() -> {
                give(day, DayRepair.between(to.projector()));
                return day;
            });
        }
        catchUp();
        held(() -> {
            demandAgreement(day, moment());
            return day;
        });
    }

    private void catchUp() throws InterruptedException {
        long end = tiers.journal().end();
        for (StandingTier each : tiers.now().deep()) {
            each.projector().hurryTo(end, CATCH_UP);
        }
        to.projector().hurryTo(end, CATCH_UP);
    }

    private boolean moves(LocalDate day) {
        return !day.isBefore(
                LocalDate.ofInstant(tiers.clock().instant(), ZoneOffset.UTC).minusDays(MOVING_DAYS));
    }

    private long moment() {
        return tiers.clock().instant().minus(UNDER_WAY).toEpochMilli();
    }

    private <T> T held(Supplier<T> work) {
        goOn.run();
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    private void give(LocalDate day, Consumer<List<TierEntry>> taker) {
        for (MessageTier from : sources()) {
            if (from.days().contains(day)
                    && !sum(from, day, Long.MAX_VALUE).equals(sum(to.tier(), day, Long.MAX_VALUE))) {
                new DayRepair(from, (List<TierEntry> piece) -> {
                            goOn.run();
                            divided(piece, taker);
                        })
                        .run(day);
            }
        }
    }

    /** What the engine refuses is halved until the one message that it refuses is found, which is left out. */
    private void divided(List<TierEntry> piece, Consumer<List<TierEntry>> taker) {
        try {
            taker.accept(piece);
        } catch (IllegalArgumentException e) {
            if (piece.size() > 1) {
                divided(piece.subList(0, piece.size() / 2), taker);
                divided(piece.subList(piece.size() / 2, piece.size()), taker);
            } else {
                leaveOut(piece.getFirst(), e);
            }
        }
    }

    private void leaveOut(TierEntry entry, IllegalArgumentException reason) {
        if (refused.size() >= MOST_REFUSED + tiers.aside().count(to.role().word())) {
            throw new StorageException(
                    to.access().place() + " refuses too many messages, the last as " + reason.getMessage(), reason);
        }
        if (entry instanceof StoredMessage message) {
            LOG.error(
                    "{} cannot hold message {} of {}, which stays where it is: {}",
                    to.access().place(),
                    message.seq(),
                    message.conversationId(),
                    reason.getMessage());
            refused.add(message.conversationId() + " " + message.seq());
        }
    }

    /** Whether it holds of the day what the sources do together. */
    private boolean agrees(LocalDate day, long before) {
        DayDigest here = sum(to.tier(), day, before);
        List<MessageTier> sources = sources();
        List<DayDigest> there =
                sources.stream().map(each -> sum(each, day, before)).toList();
        if (there.stream().anyMatch(here::equals) && there.stream().allMatch(each -> each.count() <= here.count())) {
            return true;
        }
        return sources.size() > 1
                && there.stream().allMatch(each -> each.count() < here.count())
                && (together(sources, day, before).equals(here)
                        || together(sources.reversed(), day, before).equals(here));
    }

    /** Of what several hold the first one's counts: where each lacks something, none is the measure. */
    private DayDigest together(List<MessageTier> sources, LocalDate day, long before) {
        DigestSum sum = new DigestSum();
        Set<String> known = new HashSet<>();
        sources.forEach(tier -> tier.scan(day, message -> {
            if (known.add(message.conversationId() + " " + message.seq())) {
                add(sum, message, before);
            }
        }));
        return sum.of(day);
    }

    private void demandAgreement(LocalDate day, long before) {
        if (!agrees(day, before)) {
            throw new StorageException("of " + day + " " + to.access().place() + " holds other messages than the tiers"
                    + " that stand, after it was given all of theirs. It is tried again; if it stays so, look whether"
                    + " something else writes to it");
        }
    }

    private DayDigest sum(MessageTier tier, LocalDate day, long before) {
        DigestSum sum = new DigestSum();
        tier.scan(day, message -> add(sum, message, before));
        return sum.of(day);
    }

    private void add(DigestSum sum, StoredMessage message, long before) {
        long settled = tiers.clock().instant().minus(SETTLED).toEpochMilli();
        if (message.atMillis() < before && !refused.contains(message.conversationId() + " " + message.seq())) {
            sum.add(message.atMillis() < settled ? message : bare(message));
        }
    }

    private static StoredMessage bare(StoredMessage message) {
        return message.amendment() == null
                ? message
                : new StoredMessage(
                        message.conversationId(),
                        message.epoch(),
                        message.seq(),
                        message.channel(),
                        message.visitorId(),
                        message.authorKind(),
                        message.authorId(),
                        message.atMillis(),
                        message.internal(),
                        message.text(),
                        message.body(),
                        null);
    }
}

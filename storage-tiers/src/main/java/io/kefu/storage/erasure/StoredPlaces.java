package io.kefu.storage.erasure;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.hold.Holds;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.Projector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The places of storage itself: first the journal, so that no tier can be given anything again, then the tiers. */
public final class StoredPlaces {
    /** A cold tier's file of tens of millions of rows is written anew in minutes. */
    private static final Duration TIER_BOUND = Duration.ofMinutes(10);

    /** A copy between tiers has it for one day's messages at a time. */
    private static final long TURN_MINUTES = 3;

    private StoredPlaces() {}

    /**
     * All of them.
     *
     * @param projectors of every tier that holds messages, or is being given some
     * @param turn held by whoever moves messages between tiers
     */
    public static List<ErasurePlace> of(
            Journal journal, AsideFile aside, Supplier<List<Projector>> projectors, Lock turn, Holds holds) {
        return List.of(new InJournal(journal), new InAside(aside), new InTiers(projectors, turn, holds));
    }

    private record InJournal(Journal journal) implements ErasurePlace {
        @Override
        public String name() {
            return "journal";
        }

        @Override
        public List<Part> erase(Subject subject) throws JournalUnavailableException {
            long removed = journal.erase(subject.conversations());
            journal.scrub();
            return List.of(Part.done(name(), removed));
        }
    }

    private record InAside(AsideFile aside) implements ErasurePlace {
        @Override
        public String name() {
            return "aside";
        }

        @Override
        public List<Part> erase(Subject subject) {
            return List.of(Part.done(name(), aside.erase(subject.conversations())));
        }
    }

    /**
     * Between the batches of each tier's projector: what that had read before the journal was erased is in the tier then.
     * All tiers again while one is away, as that one may have given another what it still has. No hold comes meanwhile: a
     * tier may know conversations that were not found before, and would lose one just as it is held.
     */
    private record InTiers(Supplier<List<Projector>> projectors, Lock turn, Holds holds) implements ErasurePlace {
        @Override
        public String name() {
            return "tiers";
        }

        @Override
        public List<Part> erase(Subject subject) throws InterruptedException {
            if (!turn.tryLock(TURN_MINUTES, TimeUnit.MINUTES)) {
                throw new StorageException("a day is being moved between tiers");
            }
            try (Holds.Stillness still = holds.still()) {
                Subject spared = subject.sparing(still.held());
                Map<String, Part> parts = new LinkedHashMap<>();
                for (Projector each : projectors.get()) {
                    Part part = erase(each, spared);
                    parts.merge(part.place(), part, InTiers::both);
                }
                parts.put(name(), Part.done(name(), 0));
                return new ArrayList<>(parts.values());
            } finally {
                turn.unlock();
            }
        }

        @Override
        public Set<String> away() {
            return projectors.get().stream()
                    .filter(each -> !each.status().health().available())
                    .map(each -> each.tier().name())
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static Part both(Part one, Part other) {
            return new Part(
                    one.place(), Math.max(one.count(), other.count()), one.isDone() ? other.pending() : one.pending());
        }

        private static Part erase(Projector projector, Subject subject) throws InterruptedException {
            String name = projector.tier().name();
            if (!projector.status().health().available()) {
                return Part.pending(name, projector.status().health().reason());
            }
            try {
                return Part.done(
                        name, projector.between(tier -> tier.erase(subject.visitorId(), subject.held()), TIER_BOUND));
            } catch (StorageException e) {
                return Part.pending(name, e.getMessage());
            }
        }
    }
}

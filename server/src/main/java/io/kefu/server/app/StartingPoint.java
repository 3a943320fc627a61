package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.server.revision.Entry;
import io.kefu.server.revision.Entry.Origin;
import io.kefu.server.revision.Ledger;
import io.kefu.server.revision.RevisionException;
import io.kefu.server.revision.Revisions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With which configuration a start is made. A directory that changed since it was last read is the new revision; otherwise
 * what was in force last stays so, whatever the directory says: it may have been rolled back, or applied from elsewhere.
 *
 * @param documents what is in force from the start on
 * @param read the directory's, as it was read just now; empty when that is not to count as read
 * @param origin of the entry that the start makes; empty when the last one stays
 * @param seen the number that was in force when this was decided
 * @param trouble why it is not what the directory says; empty when all is well
 */
record StartingPoint(
        Documents documents, Optional<Documents> read, Optional<Origin> origin, int seen, Optional<String> trouble) {

    private static final Logger log = LoggerFactory.getLogger(StartingPoint.class);

    static StartingPoint of(Revisions revisions, Documents read, Path directory, Instant now) {
        Ledger ledger = revisions.ledger();
        if (ledger.current().isEmpty() || changed(revisions, ledger, read)) {
            String why = ledger.current().isEmpty() ? "the first start" : "the directory had changed at the start";
            Candidate candidate = Candidate.read(read, directory);
            return point(ledger, read, read, Optional.of(candidate.origin("serve", "", why)), Optional.empty());
        }
        Optional<Entry> back = ledger.trial()
                .filter(trial -> !now.isBefore(trial.until()))
                .flatMap(trial -> ledger.entry(trial.back()));
        return back.isPresent()
                ? kept(revisions, ledger, read, back.get(), "what was tried was not confirmed in time")
                : kept(revisions, ledger, read, ledger.current().get(), "");
    }

    /** What the last good start was made with; empty when that is what failed, or nothing is known of one. */
    static Optional<StartingPoint> instead(Revisions revisions, StartingPoint failed, String reason) {
        Ledger ledger = revisions.ledger();
        return ledger.entry(ledger.started())
                .filter(last -> !last.revision().equals(failed.documents.revision()))
                .flatMap(last -> loaded(revisions, last.revision()).map(documents -> {
                    String why = "revision " + failed.documents.revision() + " could not be started: " + reason;
                    boolean stays = last.number() == ledger.inForce();
                    return new StartingPoint(
                            documents,
                            Optional.empty(),
                            stays ? Optional.empty() : Optional.of(Origin.of("kefu", "", why)),
                            ledger.inForce(),
                            Optional.of(why));
                }));
    }

    private static StartingPoint kept(Revisions revisions, Ledger ledger, Documents read, Entry entry, String why) {
        Optional<Documents> documents =
                read.revision().equals(entry.revision()) ? Optional.of(read) : loaded(revisions, entry.revision());
        if (documents.isEmpty()) {
            String trouble = "revision " + entry.revision()
                    + " was in force and cannot be read any more (see the log): the directory's is in force instead";
            return point(ledger, read, read, Optional.of(Origin.of("kefu", "", trouble)), Optional.of(trouble));
        }
        // Another version of the program may have other defaults, which is another revision.
        boolean same = documents.get().revision().equals(entry.revision());
        boolean stays = why.isEmpty() && same;
        String reason = why.isEmpty() ? "version " + Version.current() + " understands it in another way" : why;
        Optional<Origin> origin = stays ? Optional.empty() : Optional.of(Origin.of("kefu", "", reason));
        return point(ledger, documents.get(), read, origin, Optional.empty());
    }

    private static StartingPoint point(
            Ledger ledger, Documents documents, Documents read, Optional<Origin> origin, Optional<String> trouble) {
        return new StartingPoint(documents, Optional.of(read), origin, ledger.inForce(), trouble);
    }

    private static boolean changed(Revisions revisions, Ledger ledger, Documents read) {
        return !ledger.read().equals(read.revision())
                && loaded(revisions, ledger.read())
                        .filter(last -> last.revision().equals(read.revision()))
                        .isEmpty();
    }

    private static Optional<Documents> loaded(Revisions revisions, String revision) {
        try {
            return Optional.of(revisions.load(revision));
        } catch (RevisionException e) {
            log.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Makes it the truth, once everything else has started. The ledger that holds from then on. */
    Ledger settle(Revisions revisions, Instant now) {
        Ledger ledger = revisions.reread();
        if (origin.isPresent() && ledger.inForce() == seen) {
            revisions.keep(documents);
            ledger = ledger.with(new Entry(ledger.next(), documents.revision(), now, origin.get(), Version.current()));
        }
        ledger = ledger.started(ledger.inForce());
        if (read.isPresent()) {
            // It may be another than the one in force, and tells whether the directory has changed since.
            revisions.keep(read.get());
            ledger = ledger.read(read.get().revision());
        }
        revisions.commit(ledger);
        return ledger;
    }
}

package io.kefu.storage.files;

import io.kefu.storage.accounts.AccountsDatabase;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.Journal;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which conversation's messages show which file, by the journal, which is the truth: what an upload's sender promised to send
 * may never have been sent, and what was sent may have been noted nowhere else when the server was killed.
 */
final class FileReferences {
    private static final Logger log = LoggerFactory.getLogger(FileReferences.class);
    private static final int STEP = 2_000;

    private final AccountsDatabase database;
    /** Held from reading records to noting them, so that none is noted of a body that was erased in between. */
    private final ReentrantLock noting = new ReentrantLock();

    FileReferences(AccountsDatabase database) {
        this.database = database;
    }

    /** Notes what the journal has since the last call; returns how many references that were. */
    long follow(Journal journal, FileReferenceSource source) {
        long noted = 0;
        long end = journal.end();
        while (next(journal) < end) {
            noted += step(journal, source);
        }
        return noted;
    }

    /** A journal that ends before the cursor is another one: a backup's, of which nothing was noted. */
    private long next(Journal journal) {
        long cursor = database.read(FileReferenceRows::cursor).orElse(0);
        return cursor > journal.end() ? journal.begin() : Math.max(cursor, journal.begin());
    }

    private long step(Journal journal, FileReferenceSource source) {
        noting.lock();
        try {
            List<CommittedRecord> records = journal.read(next(journal), STEP);
            List<FileReference> sent =
                    records.stream().flatMap(each -> references(each, source)).toList();
            long next = records.isEmpty() ? journal.end() : records.getLast().offset() + 1;
            database.write(dsl -> {
                sent.forEach(each -> FileReferenceRows.sent(dsl, each));
                FileReferenceRows.moveCursor(dsl, next);
                return next;
            });
            return sent.size();
        } finally {
            noting.unlock();
        }
    }

    private static Stream<FileReference> references(CommittedRecord committed, FileReferenceSource source) {
        if (committed.record().body().length == 0) {
            return Stream.empty();
        }
        try {
            return source.references(committed.record()).stream();
        } catch (IllegalArgumentException e) {
            log.warn("offset={} no file is noted of this record: {}", committed.offset(), e.getMessage());
            return Stream.empty();
        }
    }

    /** Runs while nothing is being noted. */
    void undisturbed(Runnable work) {
        noting.lock();
        try {
            work.run();
        } finally {
            noting.unlock();
        }
    }
}

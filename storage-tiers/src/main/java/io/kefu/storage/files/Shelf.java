package io.kefu.storage.files;

import io.kefu.storage.accounts.AccountsDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files' bytes and their rows together. Bytes are noted as loose before they come and when their last row goes, and the
 * note goes with the row that has them or with them: so whatever ends the server, bytes that nobody has are removed.
 */
final class Shelf implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shelf.class);
    private static final int STRIPES = 64;
    private static final int MAX_WAIT_SECONDS = 10;
    private static final int LOOSE_AT_ONCE = 500;
    /** One after the other: then their place is away, and not only some of them are refused. */
    private static final int MOST_UNAVAILABLE = 20;

    private final AccountsDatabase database;
    private final Contents contents;
    private final AtomicLong bytes;
    /** Held while bytes that nobody has are removed, so that no upload finds them there and relies on them. */
    private final ReentrantLock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);
    /** Digests of uploads that have no row yet, with how many. */
    private final Map<String, Integer> underway = new HashMap<>();

    Shelf(AccountsDatabase database, Contents contents) {
        this.database = database;
        this.contents = contents;
        this.bytes = new AtomicLong(database.read(FileRows::bytes));
    }

    /** Of all files, the same bytes once. */
    long bytes() {
        return bytes.get();
    }

    String trouble() {
        return contents.trouble();
    }

    /** Of bytes that are removed while they are fetched nothing stays here. */
    Path checked(String digest) throws IOException {
        Path path = contents.checked(digest);
        if (isUsed(digest)) {
            return path;
        }
        database.write(dsl -> {
            LooseRows.add(dsl, digest);
            return digest;
        });
        settled(digest);
        throw new DamagedFileException("the file was removed while it was read");
    }

    private boolean isUsed(String digest) {
        return database.read(dsl -> FileRows.used(dsl, digest));
    }

    /** All of it, or none. */
    void keep(List<Incoming> incomings, List<StoredFile> rows) throws IOException {
        List<String> digests = incomings.stream().map(Incoming::digest).toList();
        digests.forEach(this::begin);
        try {
            database.write(dsl -> {
                digests.forEach(digest -> LooseRows.add(dsl, digest));
                return digests;
            });
            for (Incoming each : incomings) {
                contents.keep(each);
            }
            bytes.addAndGet(database.write(dsl -> {
                LooseRows.delete(dsl, digests);
                return rows.stream().mapToLong(row -> FileRows.add(dsl, row)).sum();
            }));
        } finally {
            digests.forEach(this::end);
        }
    }

    private void begin(String digest) {
        ReentrantLock stripe = stripe(digest);
        if (!taken(stripe)) {
            throw new RefusedFile(
                    RefusedFile.Reason.OVERLOADED, "the same file is being removed — try again in a moment");
        }
        try {
            synchronized (underway) {
                underway.merge(digest, 1, Integer::sum);
            }
        } finally {
            stripe.unlock();
        }
    }

    private static boolean taken(ReentrantLock stripe) {
        try {
            return stripe.tryLock(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void end(String digest) {
        synchronized (underway) {
            underway.computeIfPresent(digest, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private ReentrantLock stripe(String digest) {
        return stripes[Math.floorMod(digest.hashCode(), STRIPES)];
    }

    /** Removes the rows of an upload and of its thumbnail; their bytes, where nobody else has them, are loose then. */
    static List<StoredFile> takeDown(DSLContext dsl, StoredFile file) {
        List<StoredFile> gone = new ArrayList<>();
        gone.add(file);
        file.thumbnailId().flatMap(id -> FileRows.find(dsl, id)).ifPresent(gone::add);
        FileReferenceRows.deleteOfFile(dsl, file.id());
        gone.forEach(each -> FileRows.delete(dsl, each.id()));
        List<StoredFile> loose =
                gone.stream().filter(each -> !FileRows.used(dsl, each.digest())).toList();
        loose.forEach(each -> LooseRows.add(dsl, each.digest()));
        return loose;
    }

    /** Removes bytes that {@link #takeDown} left. What cannot be removed now is tried again by {@link #tidy}. */
    Forgotten settle(int files, List<StoredFile> loose) {
        Forgotten gone = new Forgotten(files, 0, 0, 0);
        for (StoredFile each : loose) {
            bytes.addAndGet(-each.size());
            gone = gone.plus(settled(each.digest()) ? new Forgotten(0, 1, each.size(), 0) : new Forgotten(0, 0, 0, 1));
        }
        return gone;
    }

    /**
     * Removes bytes that nobody has: of an upload that was cut off, or whose place did not answer when they were to go. One
     * that cannot be removed does not keep the others.
     *
     * @return how many could not be removed, at least; those of uploads that are under way do not count
     */
    int tidy() {
        int left = 0;
        int unavailable = 0;
        IOException why = null;
        String last = "";
        List<String> loose;
        do {
            String after = last;
            loose = database.read(dsl -> LooseRows.after(dsl, after, LOOSE_AT_ONCE));
            for (String digest : loose) {
                if (unavailable == MOST_UNAVAILABLE) {
                    break;
                }
                last = digest;
                try {
                    remove(digest);
                    unavailable = 0;
                } catch (IOException e) {
                    why = e;
                    left++;
                    unavailable = e instanceof ContentsUnavailableException ? unavailable + 1 : 0;
                }
            }
        } while (!loose.isEmpty() && unavailable != MOST_UNAVAILABLE);
        if (why != null) {
            log.warn("bytes of {} removed files or more stay for now, tried again hourly: {}", left, why.toString());
        }
        return left;
    }

    /** False when their place does not answer. */
    private boolean settled(String digest) {
        try {
            remove(digest);
            return true;
        } catch (IOException e) {
            log.warn("bytes of a removed file stay for now, tried again hourly: {}", e.toString());
            return false;
        }
    }

    private void remove(String digest) throws IOException {
        ReentrantLock stripe = stripe(digest);
        stripe.lock();
        try {
            if (isUnderway(digest)) {
                return;
            }
            if (!isUsed(digest)) {
                contents.delete(digest);
            }
            database.write(dsl -> {
                LooseRows.delete(dsl, List.of(digest));
                return digest;
            });
        } finally {
            stripe.unlock();
        }
    }

    private boolean isUnderway(String digest) {
        synchronized (underway) {
            return underway.containsKey(digest);
        }
    }

    @Override
    public void close() {
        contents.close();
    }
}

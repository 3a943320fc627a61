package io.kefu.storage.files;

import io.kefu.storage.accounts.AccountsDatabase;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.files.Contents.Incoming;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads: bytes on disk by their digest, what is known of them in the accounts database. A file that {@link #put}
 * returned is on disk. Who may see one is its owner, and whoever may see a conversation that shows it.
 */
public final class FileStore {
    private static final Logger log = LoggerFactory.getLogger(FileStore.class);

    /** An upload that no conversation came to show is removed after this: as long as its message may wait to be sent. */
    public static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

    /** Conversations that may show one file. */
    public static final int MAX_CONVERSATIONS = 64;

    private static final int SWEPT_AT_ONCE = 500;
    /** Decoding is what costs memory; two at a time is bounded by 2 × (file + thinned pixels). */
    private static final int DECODED_AT_ONCE = 2;

    private static final int MAX_WAIT_SECONDS = 10;
    /** A larger picture gets no thumbnail: it would have to be held in memory. */
    private static final int MAX_DECODED_BYTES = 48 << 20;
    /** Where a larger picture's size must stand. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private final AccountsDatabase database;
    private final Contents contents;
    private final FileLimits limits;
    private final InstantSource clock;
    private final AtomicLong stored;
    private final Semaphore decoding = new Semaphore(DECODED_AT_ONCE, true);
    /** Held while bytes get their name and row, or lose them: a sweep must not take what an upload just found there. */
    private final ReentrantLock naming = new ReentrantLock();
    /** Files that are about to be shown; each goes with its {@link #show}. */
    private final Map<String, Next> soon = new ConcurrentHashMap<>();

    private record Next(String conversationId, String thumbnailId) {}

    /** Opens or creates the store in {@code root}; what a killed process left unfinished there is removed. */
    public FileStore(Path root, AccountsDatabase database, FileLimits limits, InstantSource clock) throws IOException {
        this.database = database;
        this.contents = new Contents(root);
        this.limits = limits;
        this.clock = clock;
        this.stored = new AtomicLong(contents.bytes());
    }

    public FileLimits limits() {
        return limits;
    }

    /**
     * Takes in an upload and, for a PNG, JPEG or GIF, makes its thumbnail.
     *
     * @param declaredMime what the sender called it, or empty: corrected, or refused when it is a lie
     * @throws RefusedFile when it is too large, a picture bomb, empty, badly named or not what it claims, or the store
     *     is full
     * @throws IOException when the disk fails; nothing is stored then
     */
    public StoredFile put(InputStream in, String name, String declaredMime, PrincipalKey owner) throws IOException {
        String cleanName = FileName.clean(name);
        if (stored.get() >= limits.maxStoreBytes()) {
            log.error(
                    "files: the store is full ({} bytes); raise Server's limits.maxStoreBytes", limits.maxStoreBytes());
            throw new RefusedFile(RefusedFile.Reason.UNAVAILABLE, "the server's store for files is full");
        }
        Incoming incoming = contents.receive(in, limits.maxBytes());
        try {
            return examine(incoming, cleanName, declaredMime, owner);
        } finally {
            contents.discard(incoming);
        }
    }

    private StoredFile examine(Incoming incoming, String name, String declaredMime, PrincipalKey owner)
            throws IOException {
        if (incoming.size() == 0) {
            throw new RefusedFile(RefusedFile.Reason.BAD_REQUEST, "the file is empty");
        }
        MediaType type = Sniffer.type(head(incoming.path(), Sniffer.HEAD), name);
        DeclaredType.check(declaredMime, name, type);
        if (!type.image()) {
            return keep(incoming, row(incoming, name, type, owner, ImageSize.NONE), Optional.empty());
        }
        return picture(incoming, name, type, owner);
    }

    private static byte[] head(Path path, int length) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(length);
        }
    }

    private StoredFile picture(Incoming incoming, String name, MediaType type, PrincipalKey owner) throws IOException {
        takeTurn();
        try {
            boolean whole = incoming.size() <= MAX_DECODED_BYTES;
            byte[] bytes = head(incoming.path(), whole ? MAX_DECODED_BYTES : MAX_HEADER_BYTES);
            ImageSize size = ImageHeader.read(type, bytes)
                    .filter(s -> s.width() > 0 && s.height() > 0)
                    .orElseThrow(() ->
                            new RefusedFile(RefusedFile.Reason.UNSUPPORTED_TYPE, "the picture's header is broken"));
            if (size.pixels() > limits.maxPixels()) {
                throw new RefusedFile(
                        RefusedFile.Reason.TOO_LARGE, "a picture may have " + limits.maxPixels() + " pixels");
            }
            boolean sideways = type == MediaType.JPEG && Orientation.of(bytes) >= 5;
            ImageSize shown = sideways ? size.turned() : size;
            return keep(
                    incoming,
                    row(incoming, name, type, owner, shown),
                    whole ? Thumbnail.of(type, bytes, limits.maxPixels()) : Optional.empty());
        } finally {
            decoding.release();
        }
    }

    private void takeTurn() {
        try {
            if (decoding.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RefusedFile(RefusedFile.Reason.OVERLOADED, "too many pictures at once — try again in a moment");
    }

    private StoredFile row(Incoming incoming, String name, MediaType type, PrincipalKey owner, ImageSize size) {
        return new StoredFile(
                RandomIds.id(),
                incoming.digest(),
                owner,
                name,
                type,
                incoming.size(),
                size.width(),
                size.height(),
                Optional.empty(),
                Optional.empty(),
                Instant.ofEpochMilli(clock.millis()));
    }

    private StoredFile keep(Incoming incoming, StoredFile file, Optional<Thumbnail> thumbnail) throws IOException {
        if (thumbnail.isEmpty()) {
            name(incoming, file);
            return file;
        }
        byte[] bytes = thumbnail.get().bytes();
        Incoming small = contents.receive(new ByteArrayInputStream(bytes), bytes.length);
        try {
            StoredFile thumbnailRow = row(
                            small,
                            file.name(),
                            thumbnail.get().type(),
                            file.owner(),
                            thumbnail.get().size())
                    .asThumbnailOf(file.id());
            StoredFile original = file.withThumbnail(thumbnailRow.id());
            name(small, thumbnailRow);
            name(incoming, original);
            return original;
        } finally {
            contents.discard(small);
        }
    }

    private void name(Incoming incoming, StoredFile row) throws IOException {
        naming.lock();
        try {
            if (contents.keep(incoming)) {
                stored.addAndGet(incoming.size());
            }
            database.write(dsl -> {
                FileRows.insert(dsl, row);
                return row;
            });
        } finally {
            naming.unlock();
        }
    }

    public Optional<StoredFile> find(String id) {
        return database.read(dsl -> FileRows.find(dsl, id));
    }

    /**
     * The bytes of {@code file}, checked against their digest when first asked for, and again when they were touched.
     *
     * @throws IOException when they are gone or damaged; the message names the file and the remedy
     */
    public Path open(StoredFile file) throws IOException {
        return contents.checked(file.digest());
    }

    /**
     * Lets {@code conversationId} show a file of {@code sender}, and with it the thumbnail. False, with nothing changed,
     * when there is no such file, or it is someone else's and not shown in that conversation already.
     */
    public boolean show(String fileId, String conversationId, PrincipalKey sender) {
        try {
            return database.write(dsl -> show(dsl, fileId, conversationId, sender));
        } finally {
            Optional.ofNullable(soon.remove(fileId)).ifPresent(next -> soon.remove(next.thumbnailId()));
        }
    }

    private static boolean show(DSLContext dsl, String fileId, String conversationId, PrincipalKey sender) {
        Optional<StoredFile> file = FileRows.find(dsl, fileId);
        if (file.isEmpty()) {
            return false;
        }
        List<String> shown = FileRows.conversations(dsl, fileId, MAX_CONVERSATIONS);
        if (shown.contains(conversationId)) {
            return true;
        }
        if (!file.get().owner().equals(sender) || shown.size() >= MAX_CONVERSATIONS) {
            return false;
        }
        FileRows.show(dsl, fileId, conversationId);
        file.get().thumbnailId().ifPresent(thumbnail -> FileRows.show(dsl, thumbnail, conversationId));
        return true;
    }

    /**
     * A {@link #show} of this file, which the sender owns, is about to come: until it has, readers of the conversation
     * may open it all the same. Writes nothing.
     *
     * @param thumbnailId empty when it has none
     */
    public void shownSoon(String fileId, String thumbnailId, String conversationId) {
        Next next = new Next(conversationId, thumbnailId);
        soon.put(fileId, next);
        if (!thumbnailId.isEmpty()) {
            soon.put(thumbnailId, next);
        }
    }

    /** The conversations that show this file, at most {@value #MAX_CONVERSATIONS}, and one that is about to. */
    public List<String> conversations(String fileId) {
        // First what goes when the row is there.
        Optional<String> next = Optional.ofNullable(soon.get(fileId)).map(Next::conversationId);
        List<String> shown = database.read(dsl -> FileRows.conversations(dsl, fileId, MAX_CONVERSATIONS));
        return Stream.concat(shown.stream(), next.stream()).distinct().toList();
    }

    /** Removes uploads that nobody sent within {@link #FORGOTTEN_AFTER}; returns how many. To be called about hourly. */
    public int sweep() throws IOException {
        long before = clock.millis() - FORGOTTEN_AFTER.toMillis();
        List<StoredFile> forgotten = database.read(dsl -> FileRows.forgotten(dsl, before, SWEPT_AT_ONCE));
        int removed = 0;
        for (StoredFile file : forgotten) {
            if (remove(file)) {
                removed++;
                Optional<StoredFile> thumbnail = file.thumbnailId().flatMap(this::find);
                if (thumbnail.isPresent()) {
                    remove(thumbnail.get());
                }
            }
        }
        return removed;
    }

    private boolean remove(StoredFile file) throws IOException {
        naming.lock();
        try {
            boolean removed = database.write(dsl -> FileRows.deleteUnlessShown(dsl, file.id()));
            if (removed && !database.read(dsl -> FileRows.used(dsl, file.digest()))) {
                contents.delete(file.digest());
                stored.addAndGet(-file.size());
            }
            return removed;
        } finally {
            naming.unlock();
        }
    }
}

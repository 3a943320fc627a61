package io.kefu.storage.files;

import io.kefu.storage.accounts.AccountsDatabase;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.journal.Journal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads: bytes by their digest in a directory or a bucket, what is known of them in the accounts database. A file that
 * {@link #put} returned is durable. Who may see one is its owner, and whoever may see a conversation that shows it. It lives
 * as long as a message of any conversation shows it.
 */
public final class FileStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileStore.class);

    /** Conversations that may show one file. */
    public static final int MAX_CONVERSATIONS = 64;

    /** From looking a file up to its message in the journal, at most. */
    private static final Duration SENDING = Duration.ofHours(1);

    private final FilesConfig.Engine engine;
    private final AccountsDatabase database;
    private final FileLimits limits;
    private final Duration keepUnsent;
    private final InstantSource clock;
    private final Incomings incomings;
    private final Examination examination;
    private final Shelf shelf;
    private final FileReferences references;
    private final Forgetting forgetting;
    private final Upcoming upcoming = new Upcoming();

    private FileStore(
            Incomings incomings,
            Contents contents,
            FilesConfig config,
            AccountsDatabase database,
            FileLimits limits,
            InstantSource clock) {
        this.engine = config.engine();
        this.database = database;
        this.limits = limits;
        this.keepUnsent = config.keepUnsent();
        this.clock = clock;
        this.incomings = incomings;
        this.examination = new Examination(limits, config.pictures());
        this.shelf = new Shelf(database, contents);
        this.references = new FileReferences(database);
        this.forgetting = new Forgetting(database, shelf, references);
    }

    /**
     * Opens or creates the store; what a killed process left unfinished in {@code root} is removed. An S3 server is asked
     * nothing before its first file.
     *
     * @param root where bytes lie while they come, and stay unless they are on an S3 server
     */
    public static FileStore open(
            Path root, FilesConfig config, AccountsDatabase database, FileLimits limits, InstantSource clock)
            throws IOException {
        Incomings incomings = new Incomings(root.resolve("incoming"));
        DirectoryContents directory = new DirectoryContents(root);
        Contents contents = switch (config.engine()) {
            case DIRECTORY -> directory;
            case S3 ->
                new S3Contents(
                        new S3Bucket(config, System::nanoTime),
                        new Copies(root.resolve("copies"), config.copies().bytes(), clock),
                        incomings,
                        directory);
        };
        return new FileStore(incomings, contents, config, database, limits, clock);
    }

    public FileLimits limits() {
        return limits;
    }

    /** Of all files, the same bytes once. */
    public long bytes() {
        return shelf.bytes();
    }

    /** Why files cannot be stored or read, by the last call; empty when they can. Asks nobody. */
    public String trouble() {
        return shelf.trouble();
    }

    /** Counts; asks no S3 server. */
    public FilesReport report() {
        return database.read(dsl -> new FilesReport(
                engine.name().toLowerCase(Locale.ROOT),
                FileRows.count(dsl),
                shelf.bytes(),
                shelf.trouble(),
                LooseRows.count(dsl)));
    }

    /**
     * Takes in an upload and, for a PNG, JPEG or GIF, makes its thumbnail. A large photograph is kept smaller, where the
     * configuration says so.
     *
     * @param declaredMime what the sender called it, or empty: corrected, or refused when it is a lie
     * @throws RefusedFile when it is too large, a picture bomb, empty, badly named or not what it claims, or the store
     *     is full
     * @throws ContentsUnavailableException when the S3 server does not answer; nothing is stored then
     * @throws IOException when the disk fails; nothing is stored then
     */
    public StoredFile put(InputStream in, String name, String declaredMime, PrincipalKey owner) throws IOException {
        String cleanName = FileName.clean(name);
        if (shelf.bytes() >= limits.maxStoreBytes()) {
            log.error(
                    "files: the store is full ({} bytes); raise Server's limits.maxStoreBytes", limits.maxStoreBytes());
            throw new RefusedFile(RefusedFile.Reason.UNAVAILABLE, "the server's store for files is full");
        }
        List<Incoming> received = new ArrayList<>();
        try {
            received.add(incomings.receive(in, limits.maxBytes()));
            Examination.Found found = examination.of(received.getFirst(), cleanName, declaredMime);
            return keep(received, found, owner);
        } finally {
            for (Incoming each : received) {
                incomings.discard(each);
            }
        }
    }

    private StoredFile keep(List<Incoming> received, Examination.Found found, PrincipalKey owner) throws IOException {
        Incoming kept = received.getFirst();
        if (found.smaller().isPresent()) {
            kept = received(received, found.smaller().get().bytes());
        }
        StoredFile file = row(kept, found.name(), found.type(), owner, found.size());
        if (found.thumbnail().isEmpty()) {
            shelf.keep(List.of(kept), List.of(file));
            return file;
        }
        Thumbnail thumbnail = found.thumbnail().get();
        Incoming small = received(received, thumbnail.bytes());
        StoredFile thumbnailRow = row(small, found.name(), thumbnail.type(), owner, thumbnail.size())
                .asThumbnailOf(file.id());
        StoredFile original = file.withThumbnail(thumbnailRow.id());
        shelf.keep(List.of(small, kept), List.of(thumbnailRow, original));
        return original;
    }

    private Incoming received(List<Incoming> received, byte[] bytes) throws IOException {
        Incoming incoming = incomings.receive(new ByteArrayInputStream(bytes), bytes.length);
        received.add(incoming);
        return incoming;
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

    public Optional<StoredFile> find(String id) {
        return database.read(dsl -> FileRows.find(dsl, id));
    }

    /** An upload of this owner that a message is about to show: for that it stays, be it old and never sent before. */
    public Optional<StoredFile> findToSend(String id, PrincipalKey owner) {
        Optional<StoredFile> file = find(id).filter(each -> each.owner().equals(owner));
        if (file.isEmpty() || file.get().createdAt().isAfter(clock.instant().minus(keepUnsent.minus(SENDING)))) {
            return file;
        }
        upcoming.send(id);
        return find(id);
    }

    /**
     * A file of this machine with the bytes of {@code file}, checked against their digest when first asked for, and again
     * when they were touched. To be opened within a minute.
     *
     * @throws DamagedFileException when they are gone or damaged; the message names the file and the remedy
     * @throws ContentsUnavailableException when the S3 server does not answer
     */
    public Path open(StoredFile file) throws IOException {
        return shelf.checked(file.digest());
    }

    /**
     * Lets {@code conversationId} show a file of {@code sender}, and with it the thumbnail. False, with nothing changed,
     * when there is no such file, or it is someone else's and not shown in that conversation already.
     */
    public boolean show(String fileId, String conversationId, PrincipalKey sender) {
        try {
            return database.write(dsl -> show(dsl, fileId, conversationId, sender));
        } finally {
            upcoming.shown(fileId);
        }
    }

    private static boolean show(DSLContext dsl, String fileId, String conversationId, PrincipalKey sender) {
        Optional<StoredFile> file = FileRows.find(dsl, fileId);
        if (file.isEmpty()) {
            return false;
        }
        List<String> shown = FileReferenceRows.conversations(dsl, fileId, MAX_CONVERSATIONS);
        if (shown.contains(conversationId)) {
            return true;
        }
        if (!file.get().owner().equals(sender) || shown.size() >= MAX_CONVERSATIONS) {
            return false;
        }
        FileReferenceRows.show(dsl, fileId, conversationId);
        return true;
    }

    /**
     * A {@link #show} of this file, which the sender owns, is about to come: until it has, readers of the conversation
     * may open it all the same. Writes nothing.
     *
     * @param thumbnailId empty when it has none
     */
    public void shownSoon(String fileId, String thumbnailId, String conversationId) {
        upcoming.expect(fileId, thumbnailId, conversationId);
    }

    /** The conversations that show this file, at most {@value #MAX_CONVERSATIONS}, and one that is about to. */
    public List<String> conversations(String fileId) {
        // First what goes when the row is there.
        Optional<String> next = upcoming.conversation(fileId);
        List<String> shown = database.read(dsl -> FileReferenceRows.conversations(dsl, fileId, MAX_CONVERSATIONS));
        return Stream.concat(shown.stream(), next.stream()).distinct().toList();
    }

    /**
     * Notes which files the journal's messages show, and removes uploads that none came to show in the time that the
     * configuration gives them, and bytes that nobody has. To be called about hourly.
     *
     * @return how many uploads went
     */
    public int sweep(Journal journal, FileReferenceSource source) {
        Set<String> sending = upcoming.sending();
        references.follow(journal, source);
        Forgotten gone = forgetting.unsent(clock.millis() - keepUnsent.toMillis(), upcoming);
        upcoming.sent(sending);
        shelf.tidy();
        return gone.files();
    }

    /**
     * Removes bytes that no file has any more, where that could not be done before.
     *
     * @return how many contents stay for now, at least; nobody knows any more whose they were
     */
    public int tidy() {
        return shelf.tidy();
    }

    /**
     * No message of these conversations is there any more, or will be: files that no other conversation shows go, with
     * their thumbnails. Bytes that others uploaded too stay. A repetition is harmless.
     */
    public Forgotten forgetConversations(Collection<String> conversations) {
        return forgetting.conversations(conversations);
    }

    /**
     * Nothing of this visitor is to be kept: every upload of theirs goes, sent or not, and what nobody but their
     * conversations shows. A repetition is harmless.
     *
     * @param conversations all of the visitor's, but for those that are held
     * @param held conversations, whoever's, whose files stay
     */
    public Forgotten forgetVisitor(String visitorId, Collection<String> conversations, Collection<String> held) {
        return forgetting.owner(PrincipalKey.visitor(visitorId), held).plus(forgetting.conversations(conversations));
    }

    /**
     * Messages from before that time are in no tier any more: files that no later message shows go.
     *
     * @param gone of which conversation's last message with a file this is true; others keep theirs, as those that a hold
     *     keeps do
     */
    public Forgotten forgetSentBefore(Instant time, Predicate<FileReference> gone) {
        return forgetting.sentBefore(time.toEpochMilli(), gone);
    }

    @Override
    public void close() {
        shelf.close();
    }
}

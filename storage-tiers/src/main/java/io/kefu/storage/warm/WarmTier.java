package io.kefu.storage.warm;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.sqlite.ReadConnections;
import io.kefu.storage.sqlite.SqliteFailure;
import io.kefu.storage.sqlite.SqliteFile;
import io.kefu.storage.sqlite.WalKeeper;
import io.kefu.storage.sqlite.WriteConnection;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.Outdated;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierFacts;
import io.kefu.storage.tier.TierHealth;
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.tier.WarmStore;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The warm tier in one SQLite file. Its cursor is committed with the rows that it stands for. */
public final class WarmTier implements WarmStore {
    /** Its name in a directory of tiers. */
    public static final String FILE = "warm.db";

    private static final int READERS = 4;
    private static final long WAL_SOFT = 4L << 20;
    private static final long WAL_HARD = 32L << 20;

    /** Rows of one transaction when a day or a visitor is removed, and of one read when a day is walked. */
    private static final int SLICE = 2_000;

    private static final Duration SCAN_BOUND = Duration.ofSeconds(30);

    private final String name;
    private final SqliteFile file;
    private final WriteConnection writer;
    private final ReadConnections readers;
    private final WalKeeper wal;
    private final Duration readBound;
    private volatile long cursor;
    private volatile TierHealth health = TierHealth.ok(Instant.now());

    private WarmTier(String name, Path path, Duration readBound) {
        this.name = name;
        this.file = new SqliteFile(path);
        this.writer = new WriteConnection(file);
        this.readers = new ReadConnections(file, READERS);
        this.wal = new WalKeeper(file, WAL_SOFT, WAL_HARD, writer);
        this.readBound = readBound;
    }

    /**
     * Opens the tier, which is made when it is not there.
     *
     * @param name the tier's: {@code warm}
     * @param readBound how long a read or a search may take
     * @throws StorageException when it cannot be opened
     */
    public static WarmTier open(String name, Path path, Duration readBound) {
        WarmTier tier = new WarmTier(name, path, readBound);
        boolean done = false;
        try {
            WarmSchema.SCHEMA.bring(tier.file, tier.writer);
            tier.cursor = tier.writer.transaction(WarmTier::storedCursor);
            done = true;
            return tier;
        } catch (SQLException e) {
            throw tier.file.failed(e);
        } finally {
            if (!done) {
                tier.close();
            }
        }
    }

    private static long storedCursor(WriteConnection open) throws SQLException {
        try (ResultSet row =
                open.statement("SELECT value FROM mark WHERE name = 'cursor'").executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public ConversationIndex conversations() {
        return new SqliteConversations(readers, readBound);
    }

    @Override
    public Set<String> conversationsOf(String visitorId) {
        return answering(
                () -> readers.read(readBound, connection -> MessageReads.conversations(connection, visitorId)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String engine() {
        return "sqlite";
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        write(open -> {
            apply(open, batch);
            PreparedStatement mark = open.statement("UPDATE mark SET value = ? WHERE name = 'cursor'");
            mark.setLong(1, nextOffset);
            return mark.executeUpdate();
        });
        cursor = nextOffset;
        wal.look();
    }

    private static void apply(WriteConnection open, List<TierEntry> batch) throws SQLException {
        MessageWrites messages = new MessageWrites(open);
        Map<String, ConversationRow> rows = new LinkedHashMap<>();
        for (TierEntry entry : batch) {
            switch (entry) {
                case StoredMessage message -> messages.put(message);
                case Amend amend -> messages.amend(amend);
                case ConversationRow row -> rows.put(row.conversationId(), row);
            }
        }
        for (ConversationRow row : rows.values()) {
            ConversationWrites.put(open, row);
        }
        messages.count();
    }

    @Override
    public long cursor() {
        return cursor;
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return answering(
                () -> readers.read(readBound, connection -> MessageReads.slice(connection, conversationId, range)));
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return answering(() -> readers.read(readBound, connection -> WordSearch.search(connection, query)));
    }

    @Override
    public List<LocalDate> days() {
        return answering(() -> readers.read(readBound, MessageReads::days));
    }

    /** In pieces, so that a slow consumer holds up neither the connection nor the WAL. */
    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        MessageReads.Piece piece = new MessageReads.Piece(List.of(), 0);
        do {
            long after = piece.lastKey();
            piece = answering(
                    () -> readers.read(SCAN_BOUND, connection -> MessageReads.piece(connection, day, after, SLICE)));
            piece.messages().forEach(each);
        } while (!piece.messages().isEmpty());
    }

    @Override
    public TierFacts facts() {
        return answering(() -> readers.read(readBound, MessageReads::facts));
    }

    @Override
    public long drop(Outdated outdated) {
        return removeAll(Doomed.expired(outdated));
    }

    @Override
    public long erase(String visitorId, Set<String> held) {
        long removed = removeAll(Doomed.ofVisitor(visitorId, held));
        write(open -> {
            Doomed.forgetVisitor(open, visitorId, held);
            new MessageWrites(open).scrub();
            return removed;
        });
        answering(() -> {
            wal.empty();
            return removed;
        });
        return removed;
    }

    private long removeAll(Doomed doomed) {
        long removed = 0;
        int slice;
        do {
            slice = write(open -> {
                List<Long> keys = doomed.next(open, SLICE);
                MessageWrites messages = new MessageWrites(open);
                for (long key : keys) {
                    messages.remove(key);
                }
                messages.count();
                return keys.size();
            });
            removed += slice;
        } while (slice == SLICE);
        return removed;
    }

    @Override
    public boolean copyTo(Path directory) {
        file.copyTo(directory.resolve(FILE));
        return true;
    }

    @Override
    public TierHealth health() {
        return health;
    }

    private <T> T write(WriteConnection.Work<T> work) {
        try {
            T result = writer.transaction(work);
            if (!health.available()) {
                health = TierHealth.ok(Instant.now());
            }
            return result;
        } catch (SQLException e) {
            String reason = SqliteFailure.explain(file.path(), e);
            if (SqliteFailure.isRefusal(e)) {
                throw new IllegalArgumentException(reason, e);
            }
            health = TierHealth.unavailable(reason, health.available() ? Instant.now() : health.since());
            throw new TierUnavailableException(reason, e);
        }
    }

    /** A read that fails is the engine's failure: what was asked for is checked before. */
    static <T> T answering(Supplier<T> read) {
        try {
            return read.get();
        } catch (TierUnavailableException e) {
            throw e;
        } catch (StorageException e) {
            throw new TierUnavailableException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        wal.close();
        readers.close();
        writer.close();
    }
}

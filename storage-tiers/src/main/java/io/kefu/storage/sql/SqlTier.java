package io.kefu.storage.sql;

import io.kefu.storage.tier.ConversationIndex;
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
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/**
 * A tier in a database server. Its cursor is committed with the rows that it stands for; one server process writes to it.
 * Found messages come month by month, newest first.
 *
 * <p>A server that is gone, or comes back without its tables, makes calls fail with the remedy until it is back: nothing
 * has to be restarted here.
 */
public final class SqlTier implements WarmStore {
    /** Messages that a walk through a day holds at a time. */
    private static final int SCANNED = 2_000;

    private final SqlSettings settings;
    private final SqlEngine engine;
    private final DSLContext sql;
    private final Servers servers;
    private final Readiness readiness;
    private final KnownMonths months;
    private final Outcomes outcomes;

    /** One writes at a time: rows that a batch is about to change are removed before or after it. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile Marks committed = new Marks(0, 0);

    /** Whether the cursor is another than the one who appends knows: it is to ask again before it appends. */
    private volatile boolean cursorMoved;

    private SqlTier(SqlEngine engine, SqlSettings settings, Duration readBound) {
        this.settings = settings;
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
        this.servers = new Servers(engine, settings, readBound);
        this.readiness = new Readiness(engine, servers, readBound);
        this.months = new KnownMonths(engine);
        this.outcomes = new Outcomes(engine, servers.address(), readiness::lost);
    }

    /**
     * Connects, looks the server over and brings the tables to this release.
     *
     * @param readBound how long a read or a search may wait for the server
     * @throws IllegalArgumentException when a URL is none
     * @throws TierUnavailableException with all that is wrong, and the remedies
     */
    public static SqlTier open(SqlEngine engine, SqlSettings settings, Duration readBound) {
        SqlTier tier = new SqlTier(engine, settings, readBound);
        boolean done = false;
        try {
            tier.prepare();
            tier.cursorMoved = false;
            done = true;
            return tier;
        } finally {
            if (!done) {
                tier.close();
            }
        }
    }

    @Override
    public String name() {
        return settings.role();
    }

    @Override
    public String engine() {
        return engine.name();
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public ConversationIndex conversations() {
        return new SqlConversations(this, engine);
    }

    @Override
    public Set<String> conversationsOf(String visitorId) {
        return read(connection -> Set.copyOf(new MessageReads(engine, connection).conversations(visitorId)));
    }

    /** Nothing is written unless the tables are as this tier left them: what they lack would never come. */
    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        Set<Integer> needed = KnownMonths.of(batch);
        write(() -> {
            boolean moved = cursorMoved;
            cursorMoved = false;
            if (moved || !applied(batch, needed, nextOffset)) {
                committed = servers.write(connection -> Marks.read(sql, connection));
                throw new TierUnavailableException(
                        "the tables in " + servers.address()
                                + " were made again, restored or written to by another server: it is gone on from their cursor");
            }
            return null;
        });
    }

    private boolean applied(List<TierEntry> batch, Set<Integer> needed, long nextOffset) throws SQLException {
        months.demand(servers, needed);
        Marks known = committed;
        Optional<Marks> moved = servers.write(connection -> {
            Marks stored = Marks.read(sql, connection);
            if (stored.cursor() != known.cursor()) {
                return Optional.empty();
            }
            new BatchWrites(engine, connection).apply(batch);
            Marks.moveCursor(sql, connection, nextOffset);
            return Optional.of(new Marks(nextOffset, stored.removals()));
        });
        moved.ifPresent(marks -> committed = marks);
        return moved.isPresent();
    }

    @Override
    public long cursor() {
        return committed.cursor();
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return read(connection -> new MessageReads(engine, connection).slice(conversationId, range));
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return read(connection -> new WordSearch(engine, connection).search(query));
    }

    @Override
    public List<LocalDate> days() {
        return read(connection -> new MessageReads(engine, connection).days());
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        MessageKey after = new MessageKey(0, 0);
        List<MessageReads.Scanned> piece;
        do {
            piece = piece(day, after);
            piece.forEach(scanned -> each.accept(scanned.message()));
            after = piece.isEmpty() ? after : piece.getLast().key();
        } while (piece.size() == SCANNED);
    }

    private List<MessageReads.Scanned> piece(LocalDate day, MessageKey after) {
        return read(connection -> {
            MessageReads reads = new MessageReads(engine, connection);
            return reads.months().contains(Months.of(day)) ? reads.scan(day, after, SCANNED) : List.of();
        });
    }

    @Override
    public TierFacts facts() {
        return read(connection -> new Facts(engine, connection).read());
    }

    @Override
    public long drop(Outdated outdated) {
        long removed = removeAll(removal -> removal.expired(outdated));
        write(() -> {
            months.dropEmpty(servers, Months.of(outdated.day()));
            return null;
        });
        return removed;
    }

    /** What tells the months is forgotten last: one that was cut off before is whole the next time. */
    @Override
    public long erase(String visitorId, Set<String> held) {
        List<Span> spans =
                write(() -> servers.write(connection -> new Removal(engine, connection).spansOf(visitorId, held)));
        long removed = 0;
        for (Span span : spans) {
            removed += removeAll(removal -> removal.ofSpan(span));
        }
        write(() -> {
            for (int month : spans.stream().map(Span::month).distinct().toList()) {
                months.scrub(servers, month);
            }
            return null;
        });
        write(() -> {
            servers.write(connection -> {
                new Removal(engine, connection).forgetVisitor(visitorId, spans, held);
                return null;
            });
            noteRemovals();
            months.forgetSamples(servers);
            return null;
        });
        return removed;
    }

    private interface Removing {
        int some(Removal removal) throws SQLException;
    }

    private long removeAll(Removing removing) {
        long removed = 0;
        int slice;
        do {
            slice = write(() -> {
                int some = servers.write(connection -> removing.some(new Removal(engine, connection)));
                noteRemovals();
                return some;
            });
            removed += slice;
        } while (slice == Removal.SLICE);
        return removed;
    }

    private void noteRemovals() throws SQLException {
        long removals = servers.write(connection -> Marks.read(sql, connection)).removals();
        committed = new Marks(committed.cursor(), removals);
    }

    @Override
    public TierHealth health() {
        return outcomes.health();
    }

    /** After the tables were gone, makes them again; the cursor is theirs from then on. */
    @Override
    public void prepare() {
        if (!readiness.isReady()) {
            outcomes.attempt(() -> {
                readiness.demand(connection -> {
                    months.makeAll(connection);
                    committed = Marks.read(sql, connection);
                    cursorMoved = true;
                    return null;
                });
                return null;
            });
        }
    }

    <T> T read(SqlWork<T> work) {
        prepare();
        return outcomes.answer(() -> servers.read(committed, work));
    }

    private <T> T write(Outcomes.Call<T> work) {
        prepare();
        writing.lock();
        try {
            return outcomes.attempt(work);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        servers.close();
    }
}

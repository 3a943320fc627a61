package io.kefu.storage.duckdb;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.tier.FoldedBatch;
import io.kefu.storage.tier.MessageTier;
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
import io.kefu.storage.tier.WatchedHealth;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A tier in one DuckDB file, column by column: years of messages in little room. Its cursor is committed with the rows
 * that it stands for. One process at a time.
 *
 * <p>Neither the file nor the engine's library is touched before the first call that needs them: of a tier that never got
 * a message nothing is ever loaded.
 */
public final class DuckDbTier implements MessageTier {
    /** Its name in a directory of tiers. */
    public static final String FILE = "cold.duckdb";

    private final DuckDbSettings settings;
    private final DuckDbFile file;
    private volatile long cursor = -1;
    private volatile long month = Long.MIN_VALUE;

    /** At first so many that the tier looks, as it does not know. */
    private final AtomicLong looseRows = new AtomicLong(RowOrder.MOST_LOOSE);

    private final WatchedHealth health = new WatchedHealth();

    private DuckDbTier(DuckDbSettings settings) {
        this.settings = settings;
        this.file = new DuckDbFile(settings);
    }

    /** A tier on a file that is opened, and made where it is not there, when it is first needed. */
    public static DuckDbTier open(DuckDbSettings settings) {
        return new DuckDbTier(settings);
    }

    @Override
    public String name() {
        return settings.tier();
    }

    @Override
    public String engine() {
        return "duckdb";
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        FoldedBatch folded = FoldedBatch.of(batch);
        answering(() -> file.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                new BatchWriter(connection, statement).write(folded, nextOffset);
            }
            return nextOffset;
        }));
        cursor = nextOffset;
        if (looseRows.addAndGet(folded.messages().size()) >= RowOrder.MOST_LOOSE) {
            looseRows.set(answering(() -> file.write(RowOrder::loose)));
        }
        folded.messages().stream()
                .map(StoredMessage::day)
                .max(LocalDate::compareTo)
                .ifPresent(this::orderMonths);
    }

    /** Once a month: what came in it is written again in order. */
    private void orderMonths(LocalDate today) {
        long now = today.getYear() * 12L + today.getMonthValue();
        if (now > month) {
            boolean more = answering(() -> file.write(connection -> RowOrder.month(connection, today)));
            month = more ? month : now;
        }
    }

    @Override
    public long cursor() {
        if (cursor < 0) {
            cursor = ask(0L, connection -> {
                try (Statement statement = connection.createStatement()) {
                    return DuckDbFile.number(statement, "SELECT value FROM mark WHERE name = 'cursor'");
                }
            });
        }
        return cursor;
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return ask(
                Slice.EMPTY, connection -> new MessageReads(connection, boundSeconds()).slice(conversationId, range));
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return ask(SearchResult.EMPTY, connection -> new WordSearch(connection, boundSeconds(), query).search());
    }

    @Override
    public List<LocalDate> days() {
        return ask(List.of(), connection -> new MessageReads(connection, boundSeconds()).days());
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        ask(null, connection -> {
            new MessageReads(connection, boundSeconds()).scan(day, each);
            return null;
        });
    }

    @Override
    public TierFacts facts() {
        return ask(
                new TierFacts("not opened yet", 0, 0, null, null),
                connection -> new MessageReads(connection, boundSeconds()).facts(file.bytes()));
    }

    @Override
    public long drop(Outdated outdated) {
        return change(connection -> Erasure.expired(connection, outdated));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Ends with a copy of the whole file without them, as the engine overwrites nothing: some seconds for each million
     * messages, in which appends wait and reads go on. One that was cut off before that is taken up by the next.
     */
    @Override
    public long erase(String visitorId, Set<String> held) {
        long removed = change(connection -> Erasure.of(connection, visitorId, held));
        if (ask(false, Erasure::isTorn)) {
            answering(() -> {
                file.renew();
                return removed;
            });
        }
        return removed;
    }

    @Override
    public boolean copyTo(Path directory) {
        if (!file.exists()) {
            return false;
        }
        answering(() -> file.copyTo(directory.resolve(FILE)));
        return true;
    }

    @Override
    public TierHealth health() {
        return health.now();
    }

    private int boundSeconds() {
        return Math.toIntExact(settings.readBound().plus(Duration.ofMillis(999)).toSeconds());
    }

    private <T> T ask(T whenEmpty, DuckDbFile.Work<T> question) {
        return file.exists() ? answering(() -> file.read(settings.readBound(), question)) : whenEmpty;
    }

    private long change(DuckDbFile.Work<Long> work) {
        return file.exists() ? answering(() -> file.write(work)) : 0;
    }

    private interface Call<T> {
        T make() throws SQLException;
    }

    private <T> T answering(Call<T> call) {
        try {
            T answer = call.make();
            health.answered();
            return answer;
        } catch (SQLException e) {
            if (DuckDbFailure.isRefusal(e)) {
                throw new IllegalArgumentException(file.path() + " does not take this: " + e.getMessage(), e);
            }
            if (DuckDbFailure.isFatal(e)) {
                file.shut();
            }
            throw health.failed(DuckDbFailure.unavailable(file.path(), e));
        } catch (TierUnavailableException e) {
            throw health.failed(e);
        } catch (StorageException e) {
            throw health.failed(new TierUnavailableException(e.getMessage(), e));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}

package io.kefu.storage.clickhouse;

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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A tier in a ClickHouse database. Its cursor is written after the rows that it stands for, and a batch written again
 * changes nothing. The server is first asked when the first call needs it; while it is away each call says so, and why.
 */
public final class ClickHouseTier implements MessageTier {
    private static final int CONVERSATIONS_AT_ONCE = 500;

    private final ClickHouseSettings settings;
    private final ClickHouseServer server;
    private final Threads threads = new Threads();
    private final WatchedHealth health = new WatchedHealth();
    private long lastVersion;

    private ClickHouseTier(ClickHouseSettings settings) {
        this.settings = settings;
        this.server = new ClickHouseServer(settings);
    }

    /** A tier on a server that is asked, and given its tables, when it is first needed. */
    public static ClickHouseTier open(ClickHouseSettings settings) {
        return new ClickHouseTier(settings);
    }

    @Override
    public String name() {
        return settings.tier();
    }

    @Override
    public String engine() {
        return "clickhouse";
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        FoldedBatch folded = FoldedBatch.of(batch);
        answering(() -> server.call(ClickHouseServer.APPENDING, connection -> {
            Mark mark = Mark.of(connection);
            if (mark.version() < lastVersion) {
                threads.forget(); // the server is not the one that it was
            }
            long version = mark.version() + 1;
            new BatchWriter(connection, threads, folded).write(folded, nextOffset, version);
            lastVersion = version;
            return version;
        }));
    }

    /** The cursor and how often it was written: the version of whatever is written with it. */
    private record Mark(long cursor, long version) {
        static Mark of(Connection connection) throws SQLException {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT value, version FROM mark WHERE name = 'cursor' ORDER BY version DESC LIMIT 1");
                    ResultSet row = select.executeQuery()) {
                return row.next() ? new Mark(row.getLong(1), row.getLong(2)) : new Mark(0, 0);
            }
        }
    }

    /** As the server has it now: one that lost rows has lost the cursor beyond them too. */
    @Override
    public long cursor() {
        return answering(() -> server.call(connection -> Mark.of(connection).cursor()));
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return answering(() -> server.call(connection -> new MessageReads(connection).slice(conversationId, range)));
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return answering(() -> server.call(connection -> new WordSearch(connection, query).search()));
    }

    @Override
    public List<LocalDate> days() {
        return answering(() -> server.call(connection -> new MessageReads(connection).days()));
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        answering(() -> server.call(ClickHouseServer.AT_LEISURE, connection -> {
            new MessageReads(connection).scan(day, each);
            return day;
        }));
    }

    @Override
    public TierFacts facts() {
        return answering(() -> server.call(connection -> new MessageReads(connection).facts()));
    }

    @Override
    public long drop(Outdated outdated) {
        return answering(() -> server.call(
                ClickHouseServer.AT_LEISURE, connection -> Expired.of(outdated).drop(connection)));
    }

    @Override
    public long erase(String visitorId, Set<String> held) {
        return answering(() -> server.call(ClickHouseServer.AT_LEISURE, connection -> {
            List<String> conversations = Threads.ofVisitor(connection, visitorId).stream()
                    .filter(each -> !held.contains(each))
                    .toList();
            long removed = 0;
            for (int from = 0; from < conversations.size(); from += CONVERSATIONS_AT_ONCE) {
                removed += new Erasure(
                                connection,
                                conversations.subList(
                                        from, Math.min(from + CONVERSATIONS_AT_ONCE, conversations.size())))
                        .run();
            }
            Erasure.demandNoOldParts(connection);
            threads.forget();
            return removed;
        }));
    }

    @Override
    public TierHealth health() {
        return health.now();
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
            if (ClickHouseFailure.isRefusal(e)) {
                throw new IllegalArgumentException(settings.url() + " does not take this: " + e.getMessage(), e);
            }
            throw health.failed(ClickHouseFailure.unavailable(settings, e));
        } catch (TierUnavailableException e) {
            throw health.failed(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (SQLException e) {
            throw new TierUnavailableException(settings.url() + " does not close: " + e.getMessage(), e);
        }
    }
}

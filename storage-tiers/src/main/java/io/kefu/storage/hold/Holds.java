package io.kefu.storage.hold;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.sqlite.Schema;
import io.kefu.storage.sqlite.SqliteStore;
import io.kefu.storage.sqlite.WriteConnection;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code holds.db}: the conversations that are held. What a call changed is on disk and in the log. Any thread. */
public final class Holds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

    /** Each is named in every statement that drops a day. */
    public static final int MOST = 1_000;

    /** Characters of all the reasons of one. */
    public static final int MOST_REASONS = 2_000;

    private static final long TURN_SECONDS = 20;
    private static final Schema SCHEMA = new Schema(List.of(List.of(
            "CREATE TABLE hold (conversation TEXT PRIMARY KEY, reason TEXT NOT NULL, since INTEGER NOT NULL) STRICT")));

    private final SqliteStore store;
    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile Map<String, Hold> held = Map.of();

    private Holds(SqliteStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Opens the file, which is made when it is not there. */
    public static Holds open(Path path, InstantSource clock) {
        Holds opened = new Holds(SqliteStore.open(path, SCHEMA, 1), clock);
        boolean done = false;
        try {
            opened.held = opened.store.write(Holds::load);
            done = true;
            return opened;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    private static Map<String, Hold> load(WriteConnection open) throws SQLException {
        Map<String, Hold> all = new TreeMap<>();
        try (ResultSet row =
                open.statement("SELECT conversation, reason, since FROM hold").executeQuery()) {
            while (row.next()) {
                all.put(
                        row.getString(1),
                        new Hold(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))));
            }
        }
        return Map.copyOf(all);
    }

    /**
     * Holds a conversation from now on; one that is held already keeps its time and its reasons, and gets the new one
     * beside them.
     *
     * @param gone whether a conversation is erased, or is being: it cannot be held then
     * @throws IllegalStateException when it is gone, too many are held, or it has more reasons than there is room for
     * @throws StorageException when the disk fails, or something is being dropped for longer than a caller may wait
     */
    public Hold add(String conversationId, String reason, Predicate<String> gone) {
        return undisturbed(ids -> {
            if (gone.test(conversationId)) {
                throw new IllegalStateException("conversation " + conversationId + " is erased, or is being");
            }
            if (ids.size() >= MOST && !ids.contains(conversationId)) {
                throw new IllegalStateException("there are " + MOST + " holds, which is the most there may be");
            }
            Hold before = held.getOrDefault(conversationId, new Hold(conversationId, "", clock.instant()));
            Hold hold = new Hold(conversationId, joined(before.reason(), reason), before.since());
            write(
                    "INSERT OR REPLACE INTO hold VALUES (?, ?, ?)",
                    hold.conversationId(),
                    hold.reason(),
                    hold.since().toEpochMilli());
            LOG.info("hold added conversation_id={} reason=\"{}\"", conversationId, reason);
            return hold;
        });
    }

    /** The new one last; one that is known already, or says nothing, adds nothing. */
    private static String joined(String known, String reason) {
        if (reason.isBlank() || ("; " + known + "; ").contains("; " + reason + "; ")) {
            return known;
        }
        String joined = known.isEmpty() ? reason : known + "; " + reason;
        if (joined.length() > MOST_REASONS) {
            throw new IllegalStateException("the conversation is held already, for reasons of " + known.length()
                    + " characters, and they may have " + MOST_REASONS + " together. Say this one in fewer words");
        }
        return joined;
    }

    /** Lets a conversation go; whether it was held. It ages, and may be erased, as any other. */
    public boolean remove(String conversationId) {
        return undisturbed(ids -> {
            if (!ids.contains(conversationId)) {
                return false;
            }
            write("DELETE FROM hold WHERE conversation = ?", conversationId);
            LOG.info("hold removed conversation_id={}", conversationId);
            return true;
        });
    }

    private void write(String sql, Object... values) {
        held = store.write(open -> {
            PreparedStatement change = open.statement(sql);
            for (int i = 0; i < values.length; i++) {
                change.setObject(i + 1, values[i]);
            }
            change.executeUpdate();
            return load(open);
        });
    }

    /** All of them, in the order of the conversations' ids. */
    public List<Hold> all() {
        return new ArrayList<>(new TreeMap<>(held).values());
    }

    public Set<String> conversations() {
        return held.keySet();
    }

    public boolean isHeld(String conversationId) {
        return held.containsKey(conversationId);
    }

    /**
     * Does something that no hold may come into or leave meanwhile: a drop of what is not held.
     *
     * @throws StorageException when another one takes longer than a caller may wait
     */
    public <T> T undisturbed(Function<Set<String>, T> work) {
        try (Stillness still = still()) {
            return work.apply(still.held());
        }
    }

    /**
     * From here until it is closed no hold comes or goes.
     *
     * @throws StorageException when another one takes longer than a caller may wait
     */
    public Stillness still() {
        try {
            if (!turn.tryLock(TURN_SECONDS, TimeUnit.SECONDS)) {
                throw new StorageException("messages are being dropped. Try again in a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("the wait for what is being dropped was interrupted", e);
        }
        return new Stillness();
    }

    /** For the thread that asked for it alone. */
    public final class Stillness implements AutoCloseable {
        private Stillness() {}

        /** The conversations that are held. */
        public Set<String> held() {
            return conversations();
        }

        @Override
        public void close() {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}

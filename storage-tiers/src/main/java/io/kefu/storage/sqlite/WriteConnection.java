package io.kefu.storage.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writing connection of a database: whole transactions, one at a time, in the order of asking.
 *
 * <p>A transaction that fails leaves nothing, and the connection is opened anew for the next one, so that a disk that was
 * full, read-only or broken is written again as soon as it can be.
 */
public final class WriteConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteConnection.class);

    private final SqliteFile file;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Opening opening;
    private Connection connection;
    private boolean closed;

    public WriteConnection(SqliteFile file) {
        this(file, SqliteFile::openWriter);
    }

    /** With another way to open the connection. */
    public WriteConnection(SqliteFile file, Opening opening) {
        this.file = file;
        this.opening = opening;
    }

    /** How the connection is opened, the first time and after each failure. */
    public interface Opening {
        Connection open(SqliteFile file) throws SQLException;
    }

    /** What is done in one transaction. */
    public interface Work<T> {
        T with(WriteConnection transaction) throws SQLException;
    }

    /** What is done while no transaction runs. */
    public interface Pause {
        void run() throws SQLException;
    }

    /** Commits what the work did, or throws and leaves nothing of it. On return it is on disk. */
    public <T> T transaction(Work<T> work) throws SQLException {
        turn.lock();
        boolean done = false;
        try {
            T result = work.with(this);
            connection().commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                discard();
            }
            turn.unlock();
        }
    }

    /** A prepared statement, kept for the next transaction; only inside one. */
    public PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection().prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /** The connection itself, only inside a transaction. */
    public Connection connection() throws SQLException {
        if (closed) {
            throw new SQLException(file.path() + " is closed: the server is stopping");
        }
        if (connection == null) {
            connection = opening.open(file);
        }
        return connection;
    }

    void between(Pause pause) throws SQLException {
        turn.lock();
        try {
            pause.run();
        } finally {
            turn.unlock();
        }
    }

    private void discard() {
        statements.clear();
        try (Connection broken = connection) {
            connection = null;
            LOG.debug("{} is opened anew, after {}", file.path(), broken);
        } catch (SQLException e) {
            LOG.warn("a connection that failed did not close: {}", SqliteFailure.explain(file.path(), e));
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            discard();
        } finally {
            turn.unlock();
        }
    }
}

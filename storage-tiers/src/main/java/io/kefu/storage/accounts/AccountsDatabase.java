package io.kefu.storage.accounts;

import io.kefu.storage.sql.Jooq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * One SQLite file in WAL mode with {@code synchronous=FULL}: what a {@link #write} returned is on disk. One writer, a few
 * readers; a caller waits at most {@value #MAX_WAIT_SECONDS} s for its turn and then gets an {@link AccountsException}.
 * The file is readable by its owner alone (mode 0600).
 */
public final class AccountsDatabase implements AutoCloseable {
    static {
        Jooq.load();
    }

    static final int READERS = 4;
    static final int MAX_WAIT_SECONDS = 5;
    private static final int SCRUB_TRIES = 3;

    private final Path file;
    private final Connection writer;
    private final DSLContext writing;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final BlockingQueue<Connection> idleReaders = new ArrayBlockingQueue<>(READERS);
    private final List<Connection> connections = new ArrayList<>();

    private AccountsDatabase(Path file) throws SQLException {
        this.file = file;
        this.writer = connect(false);
        this.writing = dsl(writer);
        Migrations.bringUpToDate(writer, file);
        for (int i = 0; i < READERS; i++) {
            idleReaders.add(connect(true));
        }
    }

    /** Opens or creates {@code file} and its folder. Throws {@link AccountsException} when that cannot be done. */
    public static AccountsDatabase open(Path file) {
        try {
            createForOwnerOnly(file);
            return new AccountsDatabase(file);
        } catch (IOException | SQLException | DataAccessException e) {
            throw new AccountsException(
                    "cannot open " + file + ": " + e.getMessage()
                            + " — check that the folder is writable, the disk is not full and no other server uses it",
                    e);
        }
    }

    private static void createForOwnerOnly(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.notExists(file)) {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        }
    }

    private Connection connect(boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(MAX_WAIT_SECONDS * 1000);
        config.enforceForeignKeys(true);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
        connections.add(connection);
        try (var statement = connection.createStatement()) {
            statement.execute(readOnly ? "PRAGMA query_only = ON" : "PRAGMA secure_delete = ON");
        }
        return connection;
    }

    /**
     * Leaves no earlier form of what was deleted beside the file: the WAL is folded into it and emptied.
     *
     * @throws AccountsException when readers do not let it for now
     */
    public void scrub() {
        takeTurn();
        try (var statement = writer.createStatement()) {
            for (int i = 0; i < SCRUB_TRIES; i++) {
                try (var row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                    if (row.next() && row.getInt(1) == 0) {
                        return;
                    }
                }
            }
            throw new AccountsException(file + " is being read without a pause: its WAL is emptied later");
        } catch (SQLException e) {
            throw failed("scrub", e);
        } finally {
            turn.unlock();
        }
    }

    private static DSLContext dsl(Connection connection) {
        return DSL.using(connection, SQLDialect.SQLITE);
    }

    /** Runs {@code work} in the one write transaction; all of it is on disk when this returns, none when it throws. */
    public <T> T write(Function<DSLContext, T> work) {
        takeTurn();
        try {
            writer.setAutoCommit(false);
            try {
                T result = work.apply(writing);
                writer.commit();
                return result;
            } catch (RuntimeException | SQLException e) {
                writer.rollback();
                throw e;
            } finally {
                writer.setAutoCommit(true);
            }
        } catch (SQLException | DataAccessException e) {
            throw failed("write", e);
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn() {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write inside a write would commit half of the outer one");
        }
        try {
            if (!turn.tryLock(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AccountsException("writes to " + file + " queue for more than " + MAX_WAIT_SECONDS
                        + " s — the disk is slow or the server overloaded");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Reads the last committed state. */
    public <T> T read(Function<DSLContext, T> work) {
        Connection reader = takeReader();
        try {
            return work.apply(dsl(reader));
        } catch (DataAccessException e) {
            throw failed("read", e);
        } finally {
            idleReaders.add(reader);
        }
    }

    private Connection takeReader() {
        try {
            Connection reader = idleReaders.poll(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            if (reader == null) {
                throw new AccountsException("reads of " + file + " queue for more than " + MAX_WAIT_SECONDS + " s");
            }
            return reader;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private AccountsException failed(String what, Exception cause) {
        return new AccountsException("cannot " + what + " " + file + " — check the disk: " + cause.getMessage(), cause);
    }

    private static AccountsException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AccountsException("interrupted while waiting for the accounts database", e);
    }

    /** Closes every connection; the WAL is folded into the file. */
    @Override
    public void close() {
        turn.lock();
        try {
            for (Connection connection : connections) {
                connection.close();
            }
        } catch (SQLException e) {
            throw failed("close", e);
        } finally {
            turn.unlock();
        }
    }
}

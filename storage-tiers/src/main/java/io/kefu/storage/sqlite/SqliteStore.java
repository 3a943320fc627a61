package io.kefu.storage.sqlite;

import io.kefu.storage.fault.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A small database of one server: its one writer, its readers, and a WAL that is kept small. Any thread. */
public final class SqliteStore implements AutoCloseable {
    private static final long WAL = 1L << 20;

    private final SqliteFile file;
    private final WriteConnection writer;
    private final ReadConnections readers;
    private final WalKeeper wal;

    private SqliteStore(Path path, int readers) {
        this.file = new SqliteFile(path);
        this.writer = new WriteConnection(file);
        this.readers = new ReadConnections(file, readers);
        this.wal = new WalKeeper(file, WAL, WAL, writer);
    }

    /**
     * Opens a file, which is made when it is not there.
     *
     * @param readers how many may read at a time
     * @throws StorageException when it cannot be opened, or a newer version wrote it; nothing is left open
     */
    public static SqliteStore open(Path path, Schema schema, int readers) {
        SqliteStore opened = new SqliteStore(path, readers);
        boolean done = false;
        try {
            schema.bring(opened.file, opened.writer);
            done = true;
            return opened;
        } catch (SQLException e) {
            throw opened.file.failed(e);
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    /** One transaction, on disk on return. */
    public <T> T write(WriteConnection.Work<T> work) {
        try {
            return writer.transaction(work);
        } catch (SQLException e) {
            throw file.failed(e);
        }
    }

    /** What {@link ReadConnections#read} does. */
    public <T> T read(Duration atMost, ReadConnections.Read<T> read) {
        return readers.read(atMost, read);
    }

    /** Moves what was written out of the WAL, when that has grown. */
    public void look() {
        wal.look();
    }

    /** Leaves nothing in the WAL. */
    public void empty() {
        wal.empty();
    }

    @Override
    public void close() {
        wal.close();
        readers.close();
        writer.close();
    }
}

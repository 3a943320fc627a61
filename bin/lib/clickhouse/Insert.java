import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A running INSERT. Given up before {@link #rows}, it is cancelled. */
final class Insert implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 20;

    private final Chdb chdb;
    private final MemorySegment stream;

    Insert(Chdb chdb, MemorySegment stream) throws EngineException {
        this.chdb = chdb;
        this.stream = stream;
        var error = chdb.insertError(stream);
        if (error == null) return;
        close();
        throw new EngineException(error);
    }

    /** Hands the body on in pieces of a MiB and commits; answers how many rows were written. */
    long rows(InputStream body) throws IOException, EngineException {
        var piece = new byte[PIECE_BYTES];
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(PIECE_BYTES);
            for (int read; (read = body.readNBytes(piece, 0, PIECE_BYTES)) > 0; ) {
                MemorySegment.copy(piece, 0, memory, JAVA_BYTE, 0, read);
                // The reason of a refusal comes with the end.
                if (!chdb.append(stream, memory, read)) break;
            }
        }
        try (var result = chdb.done(stream).orThrow()) {
            return result.rowsWritten();
        }
    }

    @Override
    public void close() {
        chdb.destroyInsert(stream);
    }
}

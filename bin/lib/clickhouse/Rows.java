import java.lang.foreign.MemorySegment;

/** A running SELECT. Given up before its end, it is cancelled. */
final class Rows implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment handle;
    private final Result stream;
    private boolean ended;

    Rows(Chdb chdb, MemorySegment handle, Result stream) {
        this.chdb = chdb;
        this.handle = handle;
        this.stream = stream;
    }

    /** The next piece, an empty one at the end. */
    Result next() throws EngineException {
        var piece = chdb.fetch(handle, stream).orThrow();
        ended = piece.bytes().byteSize() == 0;
        return piece;
    }

    @Override
    public void close() {
        if (!ended) chdb.cancel(handle, stream);
        stream.close();
    }
}

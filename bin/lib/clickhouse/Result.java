import java.lang.foreign.MemorySegment;

/** What the engine answered: bytes in the format asked for, or an error. The memory is the engine's until closed. */
record Result(Chdb chdb, MemorySegment pointer) implements AutoCloseable {

    /** This result, unless it is an error. */
    Result orThrow() throws EngineException {
        if (pointer.equals(MemorySegment.NULL)) throw new EngineException("Code: 1001. the engine gave no result");
        var error = chdb.error(pointer);
        if (error == null) return this;
        close();
        throw new EngineException(error);
    }

    MemorySegment bytes() {
        return chdb.bytes(pointer);
    }

    long rowsRead() {
        return chdb.rowsRead(pointer);
    }

    long rowsWritten() {
        return chdb.rowsWritten(pointer);
    }

    @Override
    public void close() {
        if (!pointer.equals(MemorySegment.NULL)) chdb.destroy(pointer);
    }
}

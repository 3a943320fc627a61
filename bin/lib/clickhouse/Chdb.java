import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The functions of libchdb's C interface (chdb.h, 26.7) that the bridge calls. Pointers are passed on as they come. */
final class Chdb {
    private final SymbolLookup symbols;
    private final MethodHandle connect = find("chdb_connect", ADDRESS, JAVA_INT, ADDRESS);
    private final MethodHandle close = findVoid("chdb_close_conn", ADDRESS);
    private final MethodHandle version = find("chdb_version", ADDRESS);
    private final MethodHandle query = find(
            "chdb_query_with_params_n",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG);
    private final MethodHandle stream = find(
            "chdb_stream_query_with_params_n",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG);
    private final MethodHandle fetch = find("chdb_stream_fetch_result", ADDRESS, ADDRESS, ADDRESS);
    private final MethodHandle cancel = findVoid("chdb_stream_cancel_query", ADDRESS, ADDRESS);
    private final MethodHandle insert =
            find("chdb_stream_insert_n", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    private final MethodHandle insertError = find("chdb_stream_insert_error", ADDRESS, ADDRESS);
    private final MethodHandle append = find("chdb_stream_append", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private final MethodHandle done = find("chdb_stream_done", ADDRESS, ADDRESS);
    private final MethodHandle destroyInsert = findVoid("chdb_destroy_insert_stream", ADDRESS);
    private final MethodHandle destroy = findVoid("chdb_destroy_query_result", ADDRESS);
    private final MethodHandle buffer = find("chdb_result_buffer", ADDRESS, ADDRESS);
    private final MethodHandle length = find("chdb_result_length", JAVA_LONG, ADDRESS);
    private final MethodHandle rowsRead = find("chdb_result_rows_read", JAVA_LONG, ADDRESS);
    private final MethodHandle rowsWritten = find("chdb_result_rows_written", JAVA_LONG, ADDRESS);
    private final MethodHandle error = find("chdb_result_error", ADDRESS, ADDRESS);

    private Chdb(SymbolLookup symbols) {
        this.symbols = symbols; // before super(), which is when the functions above are looked up in it
        super();
    }

    /**
     * Loads the library. It is told to leave signals alone, and still puts them back to their defaults at each
     * connection, the ones that Java itself needs among them: so this JVM has to run with libjsig preloaded.
     */
    static Chdb load(Path library) {
        var chdb = new Chdb(SymbolLookup.libraryLookup(library, Arena.global()));
        call(chdb.findVoid("chdb_set_signal_handlers_enabled", JAVA_INT), 0);
        return chdb;
    }

    String version() {
        return text((MemorySegment) call(version));
    }

    /** A connection, or NULL where the engine refuses. Options that concern the engine count for the first one only. */
    MemorySegment connect(String... arguments) {
        try (var arena = Arena.ofConfined()) {
            var argv = arena.allocate(ADDRESS, arguments.length);
            for (var i = 0; i < arguments.length; i++) {
                argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments[i]));
            }
            return (MemorySegment) call(connect, arguments.length, argv);
        }
    }

    /** What the functions below take: the connection is a pointer to a pointer. */
    static MemorySegment handle(MemorySegment connection) {
        return connection.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
    }

    void close(MemorySegment connection) {
        call(close, connection);
    }

    Result query(MemorySegment handle, byte[] sql, String format, Parameters parameters) {
        return new Result(this, run(query, handle, sql, format, parameters));
    }

    Result stream(MemorySegment handle, byte[] sql, String format, Parameters parameters) {
        return new Result(this, run(stream, handle, sql, format, parameters));
    }

    private static MemorySegment run(
            MethodHandle function, MemorySegment handle, byte[] sql, String format, Parameters parameters) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(JAVA_BYTE, sql);
            var formatName = arena.allocateFrom(format);
            var count = parameters.count();
            return (MemorySegment) call(
                    function,
                    handle,
                    text,
                    (long) sql.length,
                    formatName,
                    (long) format.length(),
                    parameters.names(arena),
                    parameters.nameLengths(arena),
                    parameters.values(arena),
                    parameters.valueLengths(arena),
                    (long) count);
        }
    }

    /** The next piece of a stream, an empty one at its end. */
    Result fetch(MemorySegment handle, Result stream) {
        return new Result(this, (MemorySegment) call(fetch, handle, stream.pointer()));
    }

    void cancel(MemorySegment handle, Result stream) {
        call(cancel, handle, stream.pointer());
    }

    MemorySegment insert(MemorySegment handle, byte[] sql, String format) {
        try (var arena = Arena.ofConfined()) {
            return (MemorySegment) call(
                    insert,
                    handle,
                    arena.allocateFrom(JAVA_BYTE, sql),
                    (long) sql.length,
                    arena.allocateFrom(format),
                    (long) format.length());
        }
    }

    String insertError(MemorySegment insert) {
        return text((MemorySegment) call(insertError, insert));
    }

    boolean append(MemorySegment insert, MemorySegment bytes, long length) {
        return (int) call(append, insert, bytes, length) == 0;
    }

    Result done(MemorySegment insert) {
        return new Result(this, (MemorySegment) call(done, insert));
    }

    void destroyInsert(MemorySegment insert) {
        call(destroyInsert, insert);
    }

    void destroy(MemorySegment result) {
        call(destroy, result);
    }

    MemorySegment bytes(MemorySegment result) {
        var length = (long) call(this.length, result);
        return length == 0 ? MemorySegment.NULL : ((MemorySegment) call(buffer, result)).reinterpret(length);
    }

    long rowsRead(MemorySegment result) {
        return (long) call(rowsRead, result);
    }

    long rowsWritten(MemorySegment result) {
        return (long) call(rowsWritten, result);
    }

    String error(MemorySegment result) {
        return text((MemorySegment) call(error, result));
    }

    private static String text(MemorySegment pointer) {
        return pointer.equals(MemorySegment.NULL)
                ? null
                : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private MethodHandle find(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments));
    }

    private MethodHandle findVoid(String name, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.ofVoid(arguments));
    }

    private MethodHandle link(String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), shape);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}

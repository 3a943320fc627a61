import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** One connection to the engine, for one request: what the request sets ends with it. */
final class Session implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment connection;
    private final MemorySegment handle;

    Session(Chdb chdb, Path data) throws EngineException {
        this.chdb = chdb;
        // Another path would be another engine, which a process cannot have.
        connection = chdb.connect("clickhouse", "--path=" + data);
        if (connection.equals(MemorySegment.NULL))
            throw new EngineException("Code: 210. the engine takes no connection");
        handle = Chdb.handle(connection);
    }

    void use(String database) throws EngineException {
        run("USE " + quoted(database, '`'));
    }

    void set(Map<String, String> settings) throws EngineException {
        if (settings.isEmpty()) return;
        // In one statement: each takes the engine about a millisecond, which its own server does not need.
        run(settings.entrySet().stream()
                .map(setting -> quoted(setting.getKey(), '`') + " = " + quoted(setting.getValue(), '\''))
                .collect(Collectors.joining(", ", "SET ", "")));
    }

    private static String quoted(String text, char quote) {
        return quote + text.replace("\\", "\\\\").replace(String.valueOf(quote), "\\" + quote) + quote;
    }

    private void run(String sql) throws EngineException {
        query(sql.getBytes(StandardCharsets.UTF_8), "Null", Parameters.NONE).close();
    }

    Result query(byte[] sql, String format, Parameters parameters) throws EngineException {
        return chdb.query(handle, sql, format, parameters).orThrow();
    }

    Rows rows(byte[] sql, String format, Parameters parameters) throws EngineException {
        return new Rows(
                chdb, handle, chdb.stream(handle, sql, format, parameters).orThrow());
    }

    Insert insert(byte[] sql, String format) throws EngineException {
        return new Insert(chdb, chdb.insert(handle, sql, format));
    }

    @Override
    public void close() {
        chdb.close(connection);
    }
}

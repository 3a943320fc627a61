import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The engine on one data directory, from its start to its end. */
final class Engine implements AutoCloseable {
    private final Chdb chdb;
    private final Path data;
    private final Session kept;

    /** Starts it. The session of its own keeps it running: the engine ends with its last one. */
    Engine(Path library, Path data) throws EngineException {
        chdb = Chdb.load(library);
        this.data = data;
        kept = session();
    }

    Session session() throws EngineException {
        return new Session(chdb, data);
    }

    String version() {
        return chdb.version();
    }

    String timezone() throws EngineException {
        try (var result = kept.query("SELECT timezone()".getBytes(StandardCharsets.UTF_8), "TSVRaw", Parameters.NONE)) {
            return StandardCharsets.UTF_8
                    .decode(result.bytes().asByteBuffer())
                    .toString()
                    .strip();
        }
    }

    @Override
    public void close() {
        kept.close();
    }
}

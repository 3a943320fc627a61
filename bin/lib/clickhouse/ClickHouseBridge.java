import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executors;

/**
 * The ClickHouse engine as a library (libchdb) behind ClickHouse's HTTP interface on loopback, for tests and benchmarks
 * only: {@code ClickHouseBridge LIBRARY PATH PORT}, the password in KEFU_ENGINE_PASSWORD. One process a path.
 */
final class ClickHouseBridge {
    private static final int REQUESTS_AT_ONCE = 32;
    private static final String IDLE_SECONDS = "600";

    private ClickHouseBridge() {}

    public static void main(String[] args) throws IOException, EngineException {
        refuseWithoutSignalChaining();
        var engine = new Engine(Path.of(args[0]), Path.of(args[1]));
        var password = Objects.requireNonNullElse(System.getenv("KEFU_ENGINE_PASSWORD"), "");
        var server = serve(Integer.parseInt(args[2]), new Endpoint(engine, new Credentials("default", password)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop(1);
            engine.close();
        }));
        System.out.println("ClickHouse " + engine.version() + " on " + server.getAddress());
    }

    private static HttpServer serve(int port, Endpoint endpoint) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", IDLE_SECONDS);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        // Platform threads: the engine's calls hold theirs.
        server.setExecutor(Executors.newFixedThreadPool(REQUESTS_AT_ONCE));
        server.createContext("/", endpoint);
        server.start();
        return server;
    }

    private static void refuseWithoutSignalChaining() throws IOException {
        if (!Files.readString(Path.of("/proc/self/maps")).contains("libjsig")) {
            System.err.println(
                    "the engine takes Java's signal handlers away: start with LD_PRELOAD=$JAVA_HOME/lib/libjsig.so");
            System.exit(1);
        }
    }
}

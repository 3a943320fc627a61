package io.kefu.storage.engines;

import java.util.EnumMap;
import java.util.Map;

/**
 * A running engine that the tests of this JVM share. It is that of the environment (KEFU_TEST_MYSQL_URL and so on), else the
 * checkout's own, started when first asked for and stopped with the JVM unless somebody else uses it.
 */
public final class Engine {
    private static final Map<EngineKind, Engine> RUNNING = new EnumMap<>(EngineKind.class);

    private final EngineAddress address;

    private Engine(EngineAddress address) {
        this.address = address;
    }

    public static Engine redis() {
        return of(EngineKind.REDIS);
    }

    public static Engine mysql() {
        return of(EngineKind.MYSQL);
    }

    public static Engine postgresql() {
        return of(EngineKind.POSTGRESQL);
    }

    public static Engine clickhouse() {
        return of(EngineKind.CLICKHOUSE);
    }

    /**
     * The engine of that kind.
     *
     * @throws IllegalStateException with what to install, where it cannot be had
     */
    public static Engine of(EngineKind kind) {
        synchronized (RUNNING) {
            return RUNNING.computeIfAbsent(kind, Engine::find);
        }
    }

    public EngineAddress address() {
        return address;
    }

    /** An empty database that nobody else uses; the caller closes it. */
    public EngineDatabase freshDatabase() {
        return EngineDatabase.on(address);
    }

    private static Engine find(EngineKind kind) {
        String given = System.getenv(kind.variable());
        return new Engine(given == null || given.isEmpty() ? start(kind) : new EngineAddress(kind, given));
    }

    private static EngineAddress start(EngineKind kind) {
        String self = Long.toString(ProcessHandle.current().pid());
        EngineAddress address = EnginesScript.start(kind, "--for", self);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> EnginesScript.stop(kind, "--for", self), "stop-" + kind.word()));
        return address;
    }
}

package io.kefu.storage.engines;

/** An empty database for one test class, gone when closed. */
public record EngineDatabase(EngineAddress address) implements AutoCloseable {

    /** {@code jdbc:…} or {@code redis://…}, with user and password. */
    public String url() {
        return address.url();
    }

    public String name() {
        return address.database();
    }

    /** The same database through a proxy on loopback. */
    public EngineAddress through(FaultProxy proxy) {
        return address.through(proxy.port());
    }

    static EngineDatabase on(EngineAddress engine) {
        return new EngineDatabase(engine.with(
                engine.kind() == EngineKind.REDIS ? RedisDatabases.take(engine) : SqlDatabases.create(engine)));
    }

    @Override
    public void close() {
        if (address.kind() == EngineKind.REDIS) {
            RedisDatabases.empty(address);
        } else {
            SqlDatabases.drop(address);
        }
    }
}

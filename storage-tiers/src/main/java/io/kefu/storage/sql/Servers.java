package io.kefu.storage.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The primary, which takes all writes, and the replicas that answer reads before it. */
final class Servers implements AutoCloseable {
    /** How long a batch, or a piece of a removal, may take. */
    private static final Duration WRITE_BOUND = Duration.ofSeconds(10);

    /** How long a migration, or the scrubbing of an index, may take. */
    private static final Duration UPKEEP_BOUND = Duration.ofMinutes(5);

    private static final int UPKEEP_CONNECTIONS = 3;

    /** What a reader may lose to replicas that do not answer, before it asks the primary. */
    private static final int REPLICAS_SHARE = 4;

    private final SqlEngine engine;
    private final SqlSettings settings;
    private final JdbcAddress address;
    private final Duration readBound;
    private final Server writer;
    private final Server readers;
    private final List<Replica> replicas = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    Servers(SqlEngine engine, SqlSettings settings, Duration readBound) {
        this.engine = engine;
        this.settings = settings;
        this.address = settings.address();
        this.readBound = readBound;
        this.writer = new Server(engine, address, bounds("writer", 1, readBound, WRITE_BOUND, false));
        this.readers = new Server(
                engine, address, bounds("readers", settings.readers(), readBound.dividedBy(2), readBound, true));
        Duration share = readBound.dividedBy(REPLICAS_SHARE);
        for (JdbcAddress each : settings.replicaAddresses()) {
            replicas.add(new Replica(
                    engine, new Server(engine, each, bounds("replica", settings.readers(), share, share, true))));
        }
    }

    private PoolBounds bounds(String use, int size, Duration connect, Duration call, boolean reading) {
        return new PoolBounds(
                "kefu-" + settings.role() + "-" + engine.name() + "-" + use, size, connect, call, reading);
    }

    JdbcAddress address() {
        return address;
    }

    <T> T write(SqlWork<T> work) throws SQLException {
        return writer.transaction(work);
    }

    /** On a replica that has all that is committed, else on the primary. */
    <T> T read(Marks committed, SqlWork<T> work) throws SQLException {
        int first = replicas.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            Optional<T> answer = replicas.get((first + i) % replicas.size()).ask(committed, work);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return readers.transaction(work);
    }

    /** Connections to the primary that may take their time, for as long as one piece of upkeep needs them. */
    Server upkeep() {
        return new Server(engine, address, bounds("upkeep", UPKEEP_CONNECTIONS, readBound, UPKEEP_BOUND, false));
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        readers.close();
        writer.close();
    }
}

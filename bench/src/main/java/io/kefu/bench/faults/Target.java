package io.kefu.bench.faults;

import io.kefu.storage.clickhouse.ClickHouseSettings;
import io.kefu.storage.clickhouse.ClickHouseTier;
import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.FaultProxy;
import io.kefu.storage.engines.ProcessEngine;
import io.kefu.storage.mysql.MySqlTier;
import io.kefu.storage.postgresql.PostgreSqlTier;
import io.kefu.storage.redis.RedisSettings;
import io.kefu.storage.redis.RedisTier;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.tier.MessageTier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** An engine of the benchmark's own, the way to it, and the faults of both. */
final class Target implements AutoCloseable {
    static final int HELD_HOT = 20;
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final long MID_BATCH_BYTES = 20_000;

    private final EngineKind kind;
    private final SmallDisk disk;
    private final ProcessEngine engine;
    private final EngineDatabase database;
    private final FaultProxy proxy;

    Target(EngineKind kind, Path directory) throws IOException, InterruptedException {
        this.kind = kind;
        this.disk = SmallDisk.at(directory);
        this.engine = ProcessEngine.start(kind, disk.directory());
        this.database = engine.freshDatabase();
        this.proxy = FaultProxy.to(engine.address());
    }

    /** Where storage reaches it. */
    EngineAddress address() {
        return database.through(proxy);
    }

    boolean can(Fault fault) {
        return fault != Fault.FULL || disk.canBeFilled();
    }

    void begin(Fault fault) throws IOException {
        switch (fault) {
            case DROP -> proxy.drop();
            case CUT_MID_BATCH -> proxy.resetAfter(MID_BATCH_BYTES);
            case DROP_ANSWERS -> proxy.dropAnswers();
            case REFUSE -> proxy.refuse();
            case SLOW_CALLS -> proxy.delay(SLOW);
            case RESET -> proxy.reset();
            case HOLD -> proxy.hold();
            case PAUSE -> engine.pause();
            case KILL -> engine.kill();
            case EMPTY -> engine.stop();
            case FULL -> disk.fill();
        }
    }

    void end(Fault fault) throws IOException, SQLException {
        switch (fault) {
            case PAUSE -> engine.resume();
            case KILL -> engine.start();
            case EMPTY -> restartEmpty();
            case FULL -> {
                disk.free();
                engine.start(); // some engines end when they cannot write
            }
            default -> proxy.heal();
        }
    }

    /** What an operator does: a server as new, with the database that the policy names. */
    private void restartEmpty() throws SQLException {
        engine.restartEmpty();
        if (kind == EngineKind.REDIS) {
            return;
        }
        String charset = kind == EngineKind.MYSQL ? " CHARACTER SET utf8mb4" : "";
        try (Connection connection =
                        DriverManager.getConnection(engine.address().url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database.name() + charset);
        }
    }

    /** What the engine holds, asked past the way that fails. */
    Held held(Traffic traffic, int[] acknowledged) {
        String url = database.url();
        return switch (kind) {
            case REDIS -> {
                try (MessageTier tier = redis()) {
                    yield Held.newest(tier, acknowledged, HELD_HOT);
                }
            }
            case MYSQL -> whole(MySqlTier.open(SqlSettings.of("warm", url), BOUND), traffic, acknowledged);
            case POSTGRESQL -> whole(PostgreSqlTier.open(SqlSettings.of("warm", url), BOUND), traffic, acknowledged);
            case CLICKHOUSE -> whole(clickHouse(), traffic, acknowledged);
            case S3, ETCD -> throw new IllegalStateException("no tier lies in " + kind.word());
        };
    }

    private static Held whole(MessageTier opened, Traffic traffic, int[] acknowledged) {
        try (MessageTier tier = opened) {
            return Held.whole(tier, traffic, acknowledged);
        }
    }

    private MessageTier redis() {
        EngineAddress address = database.address();
        return RedisTier.open(new RedisSettings(
                "hot",
                address.urlWithoutLogin(),
                address.user(),
                address.password(),
                false,
                "kefu",
                HELD_HOT,
                Duration.ofHours(24),
                Duration.ofDays(7),
                BOUND,
                () -> 0));
    }

    private MessageTier clickHouse() {
        EngineAddress address = database.address();
        return ClickHouseTier.open(new ClickHouseSettings(
                "cold", address.urlWithoutLogin(), address.user(), address.password(), null, BOUND));
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        disk.free();
        engine.stop();
        disk.close();
    }
}

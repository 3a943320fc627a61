package io.kefu.bench.faults;

import io.kefu.config.ConfigLoader;
import io.kefu.config.InvalidConfigException;
import io.kefu.server.app.Kinds;
import io.kefu.storage.StoragePolicyConfig;
import io.kefu.storage.engines.EngineAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The embedded engines, but for the tier that an engine elsewhere is for; small batches, so that faults meet many. */
final class Policy {
    private Policy() {}

    static StoragePolicyConfig with(EngineAddress engine, Path directory) throws IOException, InvalidConfigException {
        Path file = directory.resolve("storage.yaml");
        Files.writeString(file, """
                apiVersion: kefu.io/v1
                kind: StoragePolicy
                metadata: {name: default}
                spec:
                """ + spec(engine));
        Map<String, String> secrets = Map.of("KEFU_BENCH_PASSWORD", engine.password());
        return new ConfigLoader(Kinds.ALL, secrets::get).load(file).single(StoragePolicyConfig.class);
    }

    private static String spec(EngineAddress engine) {
        String address = "url: \"" + engine.urlWithoutLogin() + "\""
                + (engine.user().isEmpty() ? "" : ", user: " + engine.user())
                + ", password: \"${env:KEFU_BENCH_PASSWORD}\"";
        String hot = "  hot: {perConversation: 20}\n";
        String warm = "  warm: {batch: {rows: 100, wait: 20ms}}\n";
        return switch (engine.kind()) {
            case REDIS -> "  hot: {engine: redis, perConversation: 20, " + address + "}\n" + warm;
            case MYSQL -> hot + "  warm: {engine: mysql, batch: {rows: 100, wait: 20ms}, " + address + "}\n";
            case POSTGRESQL -> hot + "  warm: {engine: postgresql, batch: {rows: 100, wait: 20ms}, " + address + "}\n";
            case CLICKHOUSE ->
                hot + warm + "  cold: {engine: clickhouse, batch: {rows: 500, wait: 200ms}, " + address + "}\n";
            case S3, ETCD ->
                throw new IllegalArgumentException(
                        "no tier lies in " + engine.kind().word());
        };
    }
}

package io.kefu.storage;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.Key;
import io.kefu.config.Secret;
import io.kefu.config.Within;
import io.kefu.storage.ageing.KeepTimes;
import io.kefu.storage.files.FilesConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kind {@code StoragePolicy}. */
@Doc("Which engine stands behind each tier, and how long it keeps what.")
public record StoragePolicyConfig(
        @Doc("The newest messages of open conversations.") Hot hot,
        @Doc("Recent history, with search.") Warm warm,
        @Doc("History for years, with search.") Cold cold,

        @Doc("What people send to each other: pictures, sounds, documents.")
        FilesConfig files,

        @Doc(
                "Channels whose messages stay for a time of their own, shorter or longer than `cold.keep`, by the channel's name.")
        Map<String, ChannelTimes> channels) {

    /** Without channels that have a time of their own. */
    public StoragePolicyConfig(Hot hot, Warm warm, Cold cold, FilesConfig files) {
        this(hot, warm, cold, files, Map.of());
    }

    /** How long messages stay at all. */
    public KeepTimes keepTimes() {
        return new KeepTimes(
                channels.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, each -> each.getValue().keep())),
                Optional.of(cold.keep()));
    }

    /** Of one channel. */
    public record ChannelTimes(
            @Doc("How long its messages stay, in the warm and the cold tier. Older ones are gone for good.")
            @Within(min = "1d", max = "100y")
            Duration keep) {}

    /** This with another hot tier. */
    public StoragePolicyConfig with(Hot other) {
        return new StoragePolicyConfig(other, warm, cold, files, channels);
    }

    /** This with another warm tier. */
    public StoragePolicyConfig with(Warm other) {
        return new StoragePolicyConfig(hot, other, cold, files, channels);
    }

    /** This with another cold tier. */
    public StoragePolicyConfig with(Cold other) {
        return new StoragePolicyConfig(hot, warm, other, files, channels);
    }

    /** The hot tier. */
    public record Hot(
            @Doc("The engine: `memory` is in the server itself.") @Default("memory")
            HotEngine engine,

            @Doc("Where Redis listens, such as `redis://10.0.0.5:6379`; `rediss://` for TLS.")
            Optional<String> url,

            @Doc("Redis' user, where it has users.") Optional<String> user,

            @Doc("Its password: from a file or the environment.")
            Optional<Secret> password,

            @Doc("Whether `url` is one node of a Redis cluster.") @Default("false")
            boolean cluster,

            @Doc("Messages kept of each conversation.") @Within(min = "1", max = "10000") @Default("200")
            int perConversation,

            @Doc("How long a closed conversation stays.") @Within(min = "0s", max = "30d") @Default("24h")
            Duration keepAfterClose) {
        public Hot {
            AddressForm.check(engine.address(), url);
        }
    }

    /** Engines of the hot tier. */
    public enum HotEngine {
        MEMORY,
        REDIS;

        private AddressForm address() {
            return switch (this) {
                case MEMORY -> AddressForm.NONE;
                case REDIS -> AddressForm.of("redis://10.0.0.5:6379", "redis://", "rediss://");
            };
        }
    }

    /** The warm tier. */
    public record Warm(
            @Doc("The engine: `sqlite` is a file in the data directory.") @Default("sqlite")
            WarmEngine engine,

            @Doc("Where the database is, such as `jdbc:mysql://10.0.0.6:3306/kefu`.")
            Optional<String> url,

            @Doc("The database's user.") Optional<String> user,

            @Doc("Its password: from a file or the environment.")
            Optional<Secret> password,

            @Doc("Read-only copies of the database for history and search, written like `url`.") @Within(max = "16")
            List<String> replicas,

            @Doc("How long messages stay, where the cold tier has confirmed them; without a cold tier they all stay.")
            @Within(min = "1d", max = "10y")
            @Default("30d")
            Duration keep,

            @Doc("How far it may lag behind the journal before `status` calls it degraded.")
            @Within(min = "100ms", max = "1h")
            @Default("5s")
            Duration lagBudget,

            @Doc("How it is written to.") Batch batch) {
        public Warm {
            AddressForm.check(engine.address(), url);
            replicas.forEach(each -> engine.address().check("replicas", each));
        }
    }

    /** Engines of the warm tier. */
    public enum WarmEngine {
        SQLITE,
        MYSQL,
        POSTGRESQL;

        private AddressForm address() {
            return switch (this) {
                case SQLITE -> AddressForm.NONE;
                case MYSQL -> AddressForm.of("jdbc:mysql://10.0.0.6:3306/kefu", "jdbc:mysql://");
                case POSTGRESQL -> AddressForm.of("jdbc:postgresql://10.0.0.6:5432/kefu", "jdbc:postgresql://");
            };
        }
    }

    /** The cold tier. */
    public record Cold(
            @Doc("The engine: `duckdb` is a file in the data directory, `none` leaves all history in the warm tier.")
            @Default("none")
            ColdEngine engine,

            @Doc("Where the database is, such as `jdbc:clickhouse://10.0.0.7:8123/kefu`.")
            Optional<String> url,

            @Doc("The database's user.") Optional<String> user,

            @Doc("Its password: from a file or the environment.")
            Optional<Secret> password,

            @Doc("How long messages stay. Older ones are gone for good.")
            @Within(min = "1d", max = "100y")
            @Default("3y")
            Duration keep,

            @Doc("How far it may lag behind the journal before `status` calls it degraded.")
            @Within(min = "100ms", max = "1d")
            @Default("2m")
            Duration lagBudget,

            @Doc("How it is written to.") ColdBatch batch) {
        public Cold {
            AddressForm.check(engine.address(), url);
        }
    }

    /** Engines of the cold tier. */
    public enum ColdEngine {
        NONE,
        DUCKDB,
        CLICKHOUSE;

        private AddressForm address() {
            return switch (this) {
                case NONE -> AddressForm.NONE;
                case DUCKDB -> AddressForm.NONE;
                case CLICKHOUSE -> AddressForm.of("jdbc:clickhouse://10.0.0.7:8123/kefu", "jdbc:clickhouse://");
            };
        }
    }

    /** How the warm tier is written to: whichever comes first. */
    public record Batch(
            @Doc("Rows in a batch.") @Within(min = "1", max = "10000") @Default("1000")
            int rows,

            @Doc("How long a row waits for its batch.") @Within(min = "0s", max = "10m") @Default("200ms") @Key("wait")
            Duration patience) {}

    /** How the cold tier is written to: whichever comes first. */
    public record ColdBatch(
            @Doc("Rows in a batch.") @Within(min = "1", max = "10000") @Default("2000")
            int rows,

            @Doc("How long a row waits for its batch.") @Within(min = "0s", max = "10m") @Default("30s") @Key("wait")
            Duration patience) {}
}

package io.kefu.storage;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.Key;
import io.kefu.config.Within;
import java.time.Duration;

/** The kind {@code StoragePolicy}. */
@Doc("Which engine stands behind each tier, and how long it keeps what.")
public record StoragePolicyConfig(
        @Doc("The newest messages of open conversations.") Hot hot,
        @Doc("Recent history, with search.") Warm warm) {

    /** The hot tier. */
    public record Hot(
            @Doc("The engine.") @Default("memory") HotEngine engine,

            @Doc("Messages kept of each conversation.") @Within(min = "1", max = "10000") @Default("200")
            int perConversation,

            @Doc("How long a closed conversation stays.") @Within(min = "0s", max = "30d") @Default("24h")
            Duration keepAfterClose) {}

    /** Engines of the hot tier. */
    public enum HotEngine {
        MEMORY
    }

    /** The warm tier. */
    public record Warm(
            @Doc("The engine.") @Default("sqlite") WarmEngine engine,

            @Doc("How long messages stay.") @Within(min = "1d", max = "10y") @Default("30d")
            Duration keep,

            @Doc("How far it may lag behind the journal before `status` calls it degraded.")
            @Within(min = "100ms", max = "1h")
            @Default("5s")
            Duration lagBudget,

            @Doc("How it is written to.") Batch batch) {}

    /** Engines of the warm tier. */
    public enum WarmEngine {
        SQLITE
    }

    /** How a tier is written to: whichever comes first. */
    public record Batch(
            @Doc("Rows in a batch.") @Within(min = "1", max = "100000") @Default("1000")
            int rows,

            @Doc("How long a row waits for its batch.") @Within(min = "0s", max = "10m") @Default("200ms") @Key("wait")
            Duration patience) {}
}

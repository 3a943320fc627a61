package io.kefu.storage;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.history.History;
import io.kefu.storage.memory.MemoryTier;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.WarmStore;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes each tier on the engine that the policy names. Engines of the server itself are opened here and fail the start when
 * they cannot be; the others are opened when they are first written to, so that the server starts without them.
 */
final class Engines {
    private final Path directory;
    private final StorageSettings settings;
    private final InstantSource clock;

    /** Engines whose files are in a directory. */
    Engines(Path directory, StorageSettings settings, InstantSource clock) {
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The hot tier.
     *
     * @param replayStart the journal offset that an empty one is fed from
     */
    MessageTier hot(long replayStart) {
        StoragePolicyConfig.Hot hot = settings.policy().hot();
        built(hot.engine() == StoragePolicyConfig.HotEngine.MEMORY, hot.engine());
        return new MemoryTier(hot.perConversation(), settings.hotBytes(), hot.keepAfterClose(), replayStart, clock);
    }

    WarmStore warm() {
        StoragePolicyConfig.WarmEngine engine = settings.policy().warm().engine();
        built(engine == StoragePolicyConfig.WarmEngine.SQLITE, engine);
        return WarmTier.open("warm", directory.resolve("warm.db"), History.BOUND);
    }

    Optional<MessageTier> cold() {
        StoragePolicyConfig.ColdEngine engine = settings.policy().cold().engine();
        built(engine == StoragePolicyConfig.ColdEngine.NONE, engine);
        return Optional.empty();
    }

    private static void built(boolean holds, Enum<?> engine) {
        if (!holds) {
            throw new StorageException(
                    "the StoragePolicy names " + engine.name().toLowerCase(Locale.ROOT)
                            + ", which this version does not run yet: name an engine of the server itself");
        }
    }
}

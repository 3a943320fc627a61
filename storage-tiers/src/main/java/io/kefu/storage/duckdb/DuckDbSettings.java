package io.kefu.storage.duckdb;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a tier in a DuckDB file runs.
 *
 * @param tier the tier's name: {@code cold}
 * @param file made when it is not there
 * @param memoryBytes what the engine may take of this machine's memory beside the Java heap, at least 48 MiB; what needs
 *     more goes to files beside {@code file}
 * @param threads how many threads one question may use, at least 1
 * @param readBound how long a read or a search may take; counted in whole seconds
 */
public record DuckDbSettings(String tier, Path file, long memoryBytes, int threads, Duration readBound) {
    private static final long LEAST_BYTES = 48L << 20;

    public DuckDbSettings {
        if (memoryBytes < LEAST_BYTES || threads < 1) {
            throw new IllegalArgumentException("memory " + memoryBytes + " is below " + LEAST_BYTES + " bytes, or "
                    + threads + " threads are below 1");
        }
    }

    /** A cold tier that takes at most 128 MiB and one thread. */
    public static DuckDbSettings cold(Path file, Duration readBound) {
        return new DuckDbSettings("cold", file, 128L << 20, 1, readBound);
    }
}

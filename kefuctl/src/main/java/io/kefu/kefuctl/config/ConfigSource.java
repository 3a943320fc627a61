package io.kefu.kefuctl.config;

import java.time.Duration;
import java.util.Optional;

/** A place whose configuration a server follows. For one thread. */
interface ConfigSource {

    /** As operators are told. */
    String name();

    /**
     * What it says now; empty while that is still changing. Throws {@link io.kefu.kefuctl.cli.CommandFailure} when it cannot be
     * read.
     */
    Optional<Look> look() throws InterruptedException;

    /** Waits until it may say something else, at most so long; longer after a failure. */
    void await(Duration atMost) throws InterruptedException;

    /** What was looked at last is in force. */
    default void inForce() {}
}

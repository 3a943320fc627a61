package io.kefu.server.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How this run of the server differs from what its configuration says.
 *
 * @param config a YAML file, or a directory of them
 * @param data the data directory; the configuration's when empty
 * @param port of the public listener; 0 for a free one
 * @param adminPort of the admin listener; 0 for a free one
 * @param host that the public listener binds
 * @param demo whether the demo page is served
 * @param supervised a supervisor starts the server again when the demo page kills it
 * @param adminPassword sets agent {@code admin}'s password when it has none; one is made up when empty
 * @param takeOver the place of the server that holds the data directory is taken; plain start when empty, or when none does
 */
public record ServerOptions(
        Path config,
        Optional<Path> data,
        Optional<Integer> port,
        Optional<Integer> adminPort,
        Optional<String> host,
        boolean demo,
        boolean supervised,
        Optional<String> adminPassword,
        Optional<TakeOver> takeOver) {

    /** Without taking over. */
    public ServerOptions(
            Path config,
            Optional<Path> data,
            Optional<Integer> port,
            Optional<Integer> adminPort,
            Optional<String> host,
            boolean demo,
            boolean supervised,
            Optional<String> adminPassword) {
        this(config, data, port, adminPort, host, demo, supervised, adminPassword, Optional.empty());
    }

    /**
     * How the place of another server is taken.
     *
     * @param deadline by which the other one closes whoever has not left it; a second after the spread when empty
     * @param spread over how long its clients leave it; as long as so many take to be let in when empty
     */
    public record TakeOver(Optional<Duration> deadline, Optional<Duration> spread) {}

    public ServerOptions takingOver(TakeOver how) {
        return new ServerOptions(
                config, data, port, adminPort, host, demo, supervised, adminPassword, Optional.of(how));
    }
}

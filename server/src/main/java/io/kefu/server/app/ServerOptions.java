package io.kefu.server.app;

import java.nio.file.Path;
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
 */
public record ServerOptions(
        Path config,
        Optional<Path> data,
        Optional<Integer> port,
        Optional<Integer> adminPort,
        Optional<String> host,
        boolean demo,
        boolean supervised,
        Optional<String> adminPassword) {}

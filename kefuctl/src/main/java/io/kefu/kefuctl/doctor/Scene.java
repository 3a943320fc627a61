package io.kefu.kefuctl.doctor;

import io.kefu.config.Documents;
import io.kefu.config.Problem;
import io.kefu.kefuctl.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the checks look at.
 *
 * @param data the data directory; it need not be there
 * @param config the configuration that was looked at; empty when none was named or found
 * @param documents what it says; empty when there is none, or it does not hold
 * @param problems why it does not hold
 * @param server the running server; empty when none runs there
 * @param hostname under which clients know the server, where that was told
 */
record Scene(
        Host host,
        Path data,
        Optional<Path> config,
        Optional<Documents> documents,
        List<Problem> problems,
        Optional<ServerFacts> server,
        Optional<String> hostname) {

    /** The directory itself, or the nearest above it that is there. */
    Path existing() {
        Path here = data.toAbsolutePath().normalize();
        while (here.getParent() != null && !here.toFile().exists()) {
            here = here.getParent();
        }
        return here;
    }

    /** {@code /proc/PID} of the server, or this process' own. */
    String process() {
        return server.map(running -> "/proc/" + running.pid())
                .filter(host::exists)
                .orElse("/proc/self");
    }

    /** The server's process, as it says itself or as it left it written; 0 for none. */
    long pid() throws IOException {
        Path file = data.resolve("run.json");
        return server.isPresent()
                ? server.get().pid()
                : Files.exists(file) ? Json.read(file).path("pid").asLong(0) : 0;
    }

    <T extends Record> Optional<T> single(Class<T> kind) {
        return documents.map(all -> all.single(kind));
    }
}

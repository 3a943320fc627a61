package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is installed.
 *
 * @param release the name of the release that runs
 * @param previous the one before, to which {@code rollback} goes; empty once finalized
 * @param user that the server runs as
 * @param madeUser whether the installation made that user
 * @param service how the server is kept running
 */
record Installed(String release, String previous, String user, boolean madeUser, ServiceKind service) {

    private static final String FILE = "installed.json";

    static Optional<Installed> in(Layout layout) {
        Path file = layout.state().resolve(FILE);
        try {
            return Optional.of(JsonMapper.shared().readValue(Files.readString(file), Installed.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " cannot be read: " + e.getMessage(),
                    "put it back from a copy, or see which release `current` leads to",
                    e);
        }
    }

    static Installed mustBe(Layout layout) {
        return in(layout)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.PREFLIGHT_FAILED,
                        "nothing is installed (" + layout.state().resolve(FILE) + " does not exist)",
                        "kefuctl install --plan"));
    }

    /** Whoever reads it sees all of it or what was before. */
    void write(Layout layout) throws IOException {
        Files.createDirectories(layout.state());
        Durable.write(layout.state().resolve(FILE), JsonMapper.shared().writeValueAsString(this) + "\n");
    }

    static void forget(Layout layout) throws IOException {
        Files.deleteIfExists(layout.state().resolve(FILE));
    }
}

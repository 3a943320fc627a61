package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server of an installation, as it is seen from beside. */
final class Running {

    private static final Pattern RELEASE = Pattern.compile("/releases/([^/\\x00]+)/lib/kefuctl\\.jar");

    private final Layout layout;

    Running(Layout layout) {
        this.layout = layout;
    }

    /** Its process id; empty while none is ready. */
    Optional<Long> pid() {
        Path file = layout.data().resolve("run.json");
        try {
            long pid = JsonMapper.shared()
                    .readTree(Files.readString(file))
                    .path("pid")
                    .asLong(0);
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ProcessHandle::pid);
        } catch (IOException | JacksonException e) {
            // Gone, or not whole yet: no server is ready.
            return Optional.empty();
        }
    }

    /** The name of the release that it was started from; empty when that cannot be seen. */
    Optional<String> release() {
        return pid().map(pid -> RELEASE.matcher(Proc.commandLine(pid)))
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    /** Its process, to be sent a signal: a release's, and its user's. What {@code run.json} says alone is not believed. */
    Optional<ProcessHandle> process(Account owner) {
        return pid().flatMap(pid -> Proc.of(pid, owner, RELEASE));
    }

    boolean serves(String release) {
        return release().filter(release::equals).isPresent() && status().isPresent();
    }

    /** What {@code kefuctl status -o json} prints; empty when none answers. */
    Optional<JsonNode> status() {
        try {
            return pid().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AdminApi(layout.data()).get("/admin/v1/status"));
        } catch (CommandFailure e) {
            return Optional.empty();
        }
    }

    /** Waits until the server of a release is ready. */
    void await(String release, Duration bound) throws IOException, InterruptedException {
        Wait.until("the server of " + release + " to be ready", bound, () -> serves(release));
    }
}

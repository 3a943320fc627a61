package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code kefu.service}. In a root that is not live the unit is written and enabled, and nothing is started. */
final class SystemdService implements Service {

    private static final String UNIT = "kefu.service";
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final Layout layout;
    private final int systemd;
    private final String user;

    SystemdService(Site site, String user) {
        this.layout = site.layout();
        this.systemd = site.systemd();
        this.user = user;
    }

    @Override
    public void enable() throws IOException, InterruptedException {
        if (Steps.exists(layout.unit()) && !isOwn()) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    layout.inside(layout.unit()) + " is there already, and kefuctl has not written it",
                    "move it away, or say --service supervisor");
        }
        Files.createDirectories(wants().getParent());
        Durable.write(layout.unit(), UnitFile.text(layout, user, systemd));
        Durable.link(wants(), Path.of("..", UNIT));
        reload();
    }

    @Override
    public void disable() throws IOException, InterruptedException {
        if (!Steps.exists(layout.unit()) || isOwn()) {
            Files.deleteIfExists(wants());
            Files.deleteIfExists(layout.unit());
            reload();
        }
    }

    private boolean isOwn() throws IOException {
        return Files.isRegularFile(layout.unit(), LinkOption.NOFOLLOW_LINKS)
                && Files.readString(layout.unit()).startsWith(UnitFile.BEGINS);
    }

    private Path wants() {
        return layout.unit().resolveSibling("multi-user.target.wants").resolve(UNIT);
    }

    private void reload() throws IOException, InterruptedException {
        if (layout.live()) {
            systemctl("daemon-reload");
        }
    }

    @Override
    public void start(String release) throws IOException, InterruptedException {
        if (layout.live()) {
            systemctl("start", UNIT);
            new Running(layout).await(release, BOUND);
        }
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        if (layout.live() && Files.exists(layout.unit()) && isOwn()) {
            systemctl("stop", UNIT);
        }
    }

    @Override
    public void handOver(String release) throws IOException, InterruptedException {
        if (!layout.live()) {
            return;
        }
        if (new Running(layout).release().isEmpty()) {
            start(release);
            return;
        }
        new Succession(layout).run(release, () -> systemctl("kill", "--kill-who=main", "--signal=USR1", UNIT));
    }

    private static void systemctl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("systemctl", "--no-ask-password"));
        command.addAll(List.of(arguments));
        Programs.run(BOUND, command);
    }
}

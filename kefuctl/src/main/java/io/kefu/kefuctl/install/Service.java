package io.kefu.kefuctl.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What keeps the server of an installation running. Each call leaves things as they are where they are so already. */
interface Service {

    /** Makes it known to the host, and has it begin with the host. */
    void enable() throws IOException, InterruptedException;

    void disable() throws IOException, InterruptedException;

    /** On return the server of {@code release} is ready. */
    void start(String release) throws IOException, InterruptedException;

    /** On return no server runs: its clients have left, what was acknowledged is on disk. */
    void stop() throws IOException, InterruptedException;

    /** Has the server of {@code release}, which {@code current} leads to, take the place of the one that runs. */
    void handOver(String release) throws IOException, InterruptedException;

    static Service of(ServiceKind kind, Site site, String user) {
        return switch (kind) {
            case systemd -> new SystemdService(site, user);
            case supervisor -> new SupervisedService(site.layout(), user);
            case none -> new NoService();
        };
    }

    /** That of this host: systemd where it runs. */
    static ServiceKind kindOf(Layout layout) {
        if (!layout.live()) {
            return ServiceKind.none;
        }
        return Files.isDirectory(Path.of("/run/systemd/system")) ? ServiceKind.systemd : ServiceKind.supervisor;
    }
}

package io.kefu.kefuctl.install;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The host that is worked on.
 *
 * @param patience for the server's own check of its release, and for the making of caches
 * @param systemd the version of systemd, asked once: a unit is the same however often it is written; 0 where there is none
 * @param kernel the settings of the kernel that runs; empty where that is another system's
 */
record Site(Layout layout, Duration patience, int systemd, Optional<Path> kernel) {

    static Site at(Layout layout) throws InterruptedException {
        Optional<Path> kernel = Optional.of(Path.of("/proc/sys")).filter(_ -> layout.live());
        return new Site(layout, Duration.ofMinutes(5), UnitFile.systemdVersion(), kernel);
    }

    Running running() {
        return new Running(layout);
    }
}

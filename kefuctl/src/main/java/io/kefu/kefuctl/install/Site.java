package io.kefu.kefuctl.install;

import java.time.Duration;

/**
 * The host that is worked on.
 *
 * @param patience for the server's own check of its release, and for the making of caches
 * @param systemd the version of systemd, asked once: a unit is the same however often it is written; 0 where there is none
 */
record Site(Layout layout, Duration patience, int systemd) {

    static Site at(Layout layout) throws InterruptedException {
        return new Site(layout, Duration.ofMinutes(5), UnitFile.systemdVersion());
    }

    Running running() {
        return new Running(layout);
    }
}

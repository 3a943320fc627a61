package io.kefu.kefuctl.install;

import java.nio.file.Path;

/**
 * Where an installation lies: code, configuration and data apart from each other.
 *
 * @param root {@code /}, or a directory that is to become one
 */
record Layout(Path root) {

    Layout {
        root = root.toAbsolutePath().normalize();
    }

    /** Whether it is the system that runs, and not a directory that becomes one later. */
    boolean live() {
        return root.getParent() == null;
    }

    /** A place as it is called once the root is one. */
    String inside(Path place) {
        return "/" + root.relativize(place);
    }

    Path home() {
        return root.resolve("opt/kefu");
    }

    Path releases() {
        return home().resolve("releases");
    }

    Path release(String name) {
        return releases().resolve(name);
    }

    /** A link to the release that runs. */
    Path current() {
        return home().resolve("current");
    }

    /** What is installed, and the journal of the steps. */
    Path state() {
        return home().resolve("state");
    }

    Path config() {
        return root.resolve("etc/kefu");
    }

    Path data() {
        return root.resolve("var/lib/kefu");
    }

    Path logs() {
        return root.resolve("var/log/kefu");
    }

    Path backups() {
        return root.resolve("var/backups/kefu");
    }

    Path run() {
        return root.resolve("run/kefu");
    }

    Path command() {
        return root.resolve("usr/local/bin/kefuctl");
    }

    Path unit() {
        return root.resolve("etc/systemd/system/kefu.service");
    }

    /** Before what an administrator most often has there, which so has the last word. */
    Path sysctl() {
        return root.resolve("etc/sysctl.d/60-kefu.conf");
    }
}

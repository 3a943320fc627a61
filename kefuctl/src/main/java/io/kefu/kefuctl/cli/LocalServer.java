package io.kefu.kefuctl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The server of this host that is meant where none is named: the quick start's in this directory, else that of the
 * installation.
 *
 * @param root of the system, {@code /}
 * @param here the directory that the command is run in
 */
public record LocalServer(Path root, Path here) {

    /** Where {@code kefuctl up} makes its data directory. */
    public static final String QUICK_START = "kefu-data";

    static final String DATA = "The server's data directory. Default: " + QUICK_START
            + " here, else /var/lib/kefu of an installed release.";

    /** That of whoever runs this. */
    public static LocalServer own() {
        return new LocalServer(Path.of("/"), Path.of(""));
    }

    public Path data() {
        Path quickStart = here.resolve(QUICK_START);
        return isInstalled() && !Files.isDirectory(quickStart) ? installedData() : quickStart;
    }

    /** The configuration of the server of a data directory, where one lies at its usual place. */
    public Optional<Path> config(Path data) {
        return Optional.of(data.resolve("config"))
                .filter(Files::isDirectory)
                .or(() -> Optional.of(root.resolve("etc/kefu"))
                        .filter(found -> isInstallations(data) && Files.isDirectory(found)));
    }

    /** The command that starts the server of a data directory. */
    public String start(Path data) {
        if (!isInstallations(data)) {
            return "kefuctl up --data " + data;
        }
        return Files.exists(root.resolve("etc/systemd/system/kefu.service"))
                ? "systemctl start kefu"
                : "/opt/kefu/current/bin/kefu-supervise /opt/kefu/current /etc/kefu /var/lib/kefu /run/kefu, as its user";
    }

    /** What a command needs to be told to mean a data directory: nothing where it would anyway. */
    public String option(Path data) {
        return isSame(data, data()) ? "" : " --data " + data;
    }

    private boolean isInstalled() {
        return Files.exists(root.resolve("opt/kefu/current"));
    }

    private boolean isInstallations(Path data) {
        return isInstalled() && isSame(data, installedData());
    }

    private Path installedData() {
        return root.resolve("var/lib/kefu");
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
}

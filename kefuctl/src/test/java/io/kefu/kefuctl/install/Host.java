package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A directory that is the root of a system with a user for the server and nothing else, and releases to install there. */
record Host(Path root, Path store) {

    /** What a kill leaves: nothing runs after it, on the way out least of all. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    static Host in(Path folder) throws IOException {
        Host host = new Host(folder.resolve("root"), folder.resolve("store"));
        for (String there : new String[] {
            "etc/systemd/system/multi-user.target.wants",
            "etc/sysctl.d",
            "usr/local/bin",
            "opt",
            "var/lib",
            "var/log",
            "var/backups"
        }) {
            Files.createDirectories(host.root.resolve(there));
        }
        Files.writeString(host.root.resolve("etc/passwd"), "kefu:x:12345:12345::/var/lib/kefu:/usr/sbin/nologin\n");
        return host;
    }

    Layout layout() {
        return new Layout(root);
    }

    /** With a systemd that nobody is asked for: the same on every machine. */
    Site site() {
        Optional<Path> kernel = Optional.of(kernel()).filter(Files::isDirectory);
        return new Site(layout(), Duration.ofMinutes(5), 257, kernel);
    }

    private Path kernel() {
        return root.resolve("proc/sys");
    }

    /** A setting of the kernel that runs; before the first of them none does. */
    Path setting(String key) throws IOException {
        Path file = kernel().resolve(key.replace('.', '/'));
        Files.createDirectories(file.getParent());
        return file;
    }

    /** A release like a real one, whose programs do nothing. */
    Path release(String version, int bytes) throws IOException {
        Path folder = store.resolve("kefu-" + version);
        for (String program : new String[] {"bin/kefuctl", "bin/kefu-train"}) {
            Path file = folder.resolve(program);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\nexit ${KEFU_TEST_EXIT:-0}\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.createDirectories(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/kefuctl.jar"), version + "x".repeat(bytes));
        describe(folder, version);
        return folder;
    }

    /** As the release's build does. */
    static void describe(Path folder, String version) throws IOException {
        StringBuilder list = new StringBuilder();
        for (String name : new String[] {"bin/kefu-train", "bin/kefuctl", "lib/kefuctl.jar"}) {
            list.append(Contents.sha256(folder.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        Files.writeString(folder.resolve("files.sha256"), list);
        Files.writeString(
                folder.resolve("release.json"),
                String.format(
                        Locale.ROOT,
                        "{\"version\": \"%s\", \"build\": \"%s\", \"platform\": \"%s\", \"data_format\": 1}",
                        version,
                        Contents.sha256(folder.resolve("files.sha256")).substring(0, 16),
                        Release.ownPlatform()));
    }

    /** An unpacked release, as it is now. */
    static Origin origin(Path release) throws IOException {
        return new Origin(release.toString(), "", Contents.listed(release));
    }

    Intent install(Path release) throws IOException {
        return install(Release.in(release).name(), origin(release));
    }

    Intent install(String release, Origin origin) {
        return intent(Intent.Operation.install, release, origin, "", "");
    }

    Intent upgrade(Path release, String previous) throws IOException {
        String name = Release.in(release).name();
        return intent(Intent.Operation.upgrade, name, origin(release), previous, Configuration.KEPT);
    }

    Intent rollback(String back, String from) {
        return intent(Intent.Operation.rollback, back, Origin.IN_PLACE, from, Configuration.KEPT);
    }

    Intent finalization(String release) {
        return intent(Intent.Operation.finalize, release, Origin.IN_PLACE, "", Configuration.KEPT);
    }

    Intent tuning(String release) throws IOException {
        return intent(Intent.Operation.tuning, release, Origin.IN_PLACE, "", Configuration.KEPT)
                .withTuning(new Tuning(site()).open());
    }

    Intent uninstall(String release) {
        return intent(Intent.Operation.uninstall, "", Origin.IN_PLACE, release, Configuration.KEPT);
    }

    private static Intent intent(
            Intent.Operation operation, String release, Origin origin, String previous, String config) {
        boolean install = operation == Intent.Operation.install;
        return new Intent(
                operation,
                release,
                origin,
                previous,
                "kefu",
                false,
                ServiceKind.systemd,
                config,
                false,
                true,
                install,
                true);
    }

    void run(Intent intent) throws InterruptedException {
        run(intent, _ -> {});
    }

    void run(Intent intent, Consumer<String> moments) throws InterruptedException {
        new Deployment(site(), quiet(), moments).run(intent);
    }

    void undo(Intent.Operation operation) throws InterruptedException {
        new Deployment(site(), quiet(), _ -> {}).undo(operation);
    }

    private static PrintStream quiet() {
        return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Kills at one moment of a run, counted from 0; false when the run had fewer and ended. */
    boolean killedAt(int moment, Intent intent) throws InterruptedException {
        int[] left = {moment};
        try {
            run(intent, _ -> {
                if (left[0]-- == 0) {
                    throw new Killed();
                }
            });
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    /** Kills at a moment of a run by its name, which must come. */
    void killedAt(String moment, Intent intent) throws InterruptedException {
        boolean killed = false;
        try {
            run(intent, at -> {
                if (at.equals(moment)) {
                    throw new Killed();
                }
            });
        } catch (Killed e) {
            killed = true;
        }
        assertThat(killed).as(moment).isTrue();
    }

    /** Everything there: paths, modes, where links lead, what files hold. Without the journal, which holds times, and secrets. */
    SortedMap<String, String> everything() throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path each : (Iterable<Path>) paths::iterator) {
                String name = root.relativize(each).toString();
                if (!name.startsWith("opt/kefu/state/journal") && !name.endsWith("state/lock")) {
                    all.put(name, seen(each));
                }
            }
        }
        return all;
    }

    private static String seen(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "→ " + Files.readSymbolicLink(path);
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        boolean secret = path.toString().contains("secrets");
        return Files.isDirectory(path) || secret ? mode : mode + " " + Contents.sha256(path);
    }

    void current(String release) throws IOException {
        assertThat(Files.readSymbolicLink(layout().current())).isEqualTo(Path.of("releases", release));
    }
}

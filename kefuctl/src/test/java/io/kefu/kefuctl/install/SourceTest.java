package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.cli.CommandFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is installed is what was checked, and nobody's but root's. */
class SourceTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path archive(Path release) throws IOException, InterruptedException {
        Path archive = folder.resolve(release.getFileName() + "-" + Release.ownPlatform() + ".tar.gz");
        Programs.run(
                BOUND,
                List.of(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        release.getParent().toString(),
                        release.getFileName().toString()));
        return archive;
    }

    private Path bundle(Path archive) throws IOException {
        Path bundle = folder.resolve("bundle.zip");
        String name = "release/" + archive.getFileName();
        try (OutputStream out = Files.newOutputStream(bundle);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("bundle.json"));
            zip.write(String.format(
                            Locale.ROOT,
                            "{\"version\": \"1.0.0\", \"files\": [{\"path\": \"%s\", \"size\": %d, \"sha256\": \"%s\"}]}",
                            name,
                            Files.size(archive),
                            Contents.sha256(archive))
                    .getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name));
            Files.copy(archive, zip);
            zip.closeEntry();
        }
        return bundle;
    }

    private static Origin checked(Path source, Layout layout) throws IOException {
        SourceOptions options = new SourceOptions();
        options.from = Optional.of(source);
        return options.checked(layout);
    }

    @Test
    void an_archive_is_installed_from_within_its_bundle_and_lies_nowhere_meanwhile() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 100_000);
        Map<String, String> before = host.everything();
        Origin origin = checked(bundle(archive(release)), host.layout());
        assertThat(Source.look(origin)).isEqualTo(Release.in(release));
        assertThat(host.everything()).isEqualTo(before);
        Intent install = host.install(Release.in(release).name(), origin);
        host.run(install);
        host.current(install.release());
        assertThat(host.root().resolve("var/tmp")).doesNotExist();
    }

    @Test
    void an_archive_that_is_replaced_after_it_was_checked_is_not_unpacked_even_after_a_kill() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Path archive = archive(release);
        Origin origin = checked(archive, host.layout());
        Intent install = host.install(Release.in(release).name(), origin);
        assertThat(host.killedAt(2, install)).isTrue();
        // The same version and build, and a list of files that fits: only the archive's own digest differs.
        Files.writeString(release.resolve("release.json"), Files.readString(release.resolve("release.json")) + "\n");
        archive(release);
        assertThatThrownBy(() -> host.run(install))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("was changed since it was checked");
        assertThat(host.layout().home()).doesNotExist();
        assertThatThrownBy(() -> Source.look(origin)).hasMessageContaining("was changed since it was checked");
    }

    @Test
    void an_unpacked_release_that_is_rebuilt_after_it_was_checked_is_refused() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Intent install = host.install(release);
        host.release("1.0.0", 11);
        assertThatThrownBy(() -> host.run(install)).hasMessageContaining("was changed since it was checked");
    }

    @Test
    void what_is_installed_nobody_else_may_change_whatever_its_modes_were() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Files.setPosixFilePermissions(release.resolve("bin/kefuctl"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Programs.run(
                BOUND,
                List.of("chmod", "6777", release.resolve("bin/kefu-train").toString()));
        Files.setPosixFilePermissions(release.resolve("lib/kefuctl.jar"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(release.resolve("lib"), PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Origin origin : List.of(Host.origin(release), checked(archive(release), host.layout()))) {
            Intent install = host.install(Release.in(release).name(), origin);
            host.run(install);
            Path place = host.layout().release(install.release());
            assertThat(mode(place)).isEqualTo(0755);
            assertThat(mode(place.resolve("lib"))).isEqualTo(0755);
            assertThat(mode(place.resolve("bin/kefuctl"))).isEqualTo(0755);
            assertThat(mode(place.resolve("bin/kefu-train"))).isEqualTo(0755);
            assertThat(mode(place.resolve("lib/kefuctl.jar"))).isEqualTo(0644);
            host.run(host.uninstall(install.release()));
        }
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    @Test
    void what_is_installed_is_roots_though_another_user_had_unpacked_it() throws Exception {
        assumeTrue(Account.privileged(), "this user may give files away");
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Files.setAttribute(release.resolve("bin/kefuctl"), "unix:uid", 12345);
        Intent install = host.install(release);
        host.run(install);
        Path place = host.layout().release(install.release());
        assertThat(Files.getAttribute(place.resolve("bin/kefuctl"), "unix:uid")).isEqualTo(0);
    }

    @Test
    void a_link_in_a_release_is_refused_by_its_name() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Files.createSymbolicLink(release.resolve("lib/more"), Path.of("/etc"));
        assertThatThrownBy(() -> host.run(host.install(release)))
                .hasMessageContaining("lib/more")
                .hasMessageContaining("neither a file nor a folder");
    }

    @Test
    void where_a_key_is_known_an_unpacked_release_is_refused() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Files.createDirectories(host.layout().config());
        Files.writeString(host.layout().config().resolve("release.pub"), "a key");
        assertThatThrownBy(() -> checked(release, host.layout()))
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.exit().code()).isEqualTo(2))
                .hasMessageContaining("an unpacked release has no signature");
    }
}

package io.kefu.kefuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose data directory and which command is named depends on the host: here on one below a directory. */
class LocalServerTest {

    @TempDir
    Path root;

    @TempDir
    Path here;

    private LocalServer local;
    private Path installed;

    @BeforeEach
    void on() {
        local = new LocalServer(root, here);
        installed = root.resolve("var/lib/kefu");
    }

    private void install() throws IOException {
        Files.createDirectories(root.resolve("opt/kefu/releases/1.0.0"));
        Files.createSymbolicLink(root.resolve("opt/kefu/current"), Path.of("releases/1.0.0"));
        Files.createDirectories(root.resolve("etc/kefu"));
    }

    @Test
    void without_an_installation_the_quick_starts_server_is_meant() {
        Path quickStart = here.resolve("kefu-data");
        assertThat(local.data()).isEqualTo(quickStart);
        assertThat(local.start(quickStart)).isEqualTo("kefuctl up --data " + quickStart);
        assertThat(local.config(quickStart)).isEmpty();
        assertThat(local.start(installed)).isEqualTo("kefuctl up --data " + installed);
    }

    @Test
    void an_installations_server_is_meant_and_started_by_what_keeps_it_running() throws IOException {
        install();
        assertThat(local.data()).isEqualTo(installed);
        assertThat(local.option(installed)).isEmpty();
        assertThat(local.config(installed)).hasValue(root.resolve("etc/kefu"));
        assertThat(local.start(installed)).startsWith("/opt/kefu/current/bin/kefu-supervise ");
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Files.writeString(root.resolve("etc/systemd/system/kefu.service"), "[Unit]\n");
        assertThat(local.start(installed)).isEqualTo("systemctl start kefu");
    }

    @Test
    void beside_an_installation_a_quick_start_in_this_directory_is_meant() throws IOException {
        install();
        Path quickStart = here.resolve("kefu-data");
        Files.createDirectories(quickStart.resolve("config"));
        assertThat(local.data()).isEqualTo(quickStart);
        assertThat(local.config(quickStart)).hasValue(quickStart.resolve("config"));
        assertThat(local.start(quickStart)).isEqualTo("kefuctl up --data " + quickStart);
        assertThat(local.option(installed)).isEqualTo(" --data " + installed);
        assertThat(local.config(here)).isEmpty();
    }
}

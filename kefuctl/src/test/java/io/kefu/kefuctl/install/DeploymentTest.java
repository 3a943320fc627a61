package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.testing.Run;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {

    @TempDir
    Path folder;

    @Test
    void code_configuration_and_data_lie_apart_and_only_the_server_reads_the_data() throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        host.current(install.release());
        Map<String, String> all = host.everything();
        assertThat(all)
                .containsEntry("usr/local/bin/kefuctl", "→ /opt/kefu/current/bin/kefuctl")
                .containsEntry("var/lib/kefu", "rwx------")
                .containsEntry("etc/kefu", "rwxr-x---")
                .containsEntry("etc/kefu/secrets", "rwxr-x---")
                .containsEntry("etc/kefu/secrets/visitor.key", "rw-r-----")
                .containsEntry("etc/systemd/system/multi-user.target.wants/kefu.service", "→ ../kefu.service");
        assertThat(Installed.mustBe(host.layout()).release()).isEqualTo(install.release());
    }

    @Test
    void an_upgrade_keeps_the_release_of_before_and_a_rollback_goes_back_to_it() throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        Intent upgrade = host.upgrade(host.release("1.1.0", 20), install.release());
        host.run(upgrade);
        host.current(upgrade.release());
        assertThat(Installed.mustBe(host.layout()).previous()).isEqualTo(install.release());
        host.run(host.rollback(install.release(), upgrade.release()));
        host.current(install.release());
        assertThat(Installed.mustBe(host.layout()).previous()).isEmpty();
    }

    @Test
    void a_configuration_of_before_and_what_is_among_the_data_survive_an_uninstall() throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        Files.writeString(host.layout().data().resolve("journal.db"), "what was said");
        host.run(new Intent(
                Intent.Operation.uninstall,
                "",
                Origin.IN_PLACE,
                install.release(),
                "kefu",
                false,
                ServiceKind.systemd,
                Configuration.KEPT,
                false,
                false,
                false,
                false));
        assertThat(host.layout().home()).doesNotExist();
        assertThat(host.layout().command()).doesNotExist();
        assertThat(host.layout().unit()).doesNotExist();
        assertThat(host.layout().data().resolve("journal.db")).exists();
        assertThat(host.layout().config().resolve("server.yaml")).exists();
    }

    private static Run upgrade(Host host, String... more) {
        List<String> line =
                new ArrayList<>(List.of("upgrade", "--root", host.root().toString()));
        line.addAll(List.of(more));
        return Run.of(line.toArray(String[]::new));
    }

    @Test
    void what_cannot_be_finalized_is_said() throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        for (String[] options : new String[][] {{"--finalize"}, {"--finalize", "--plan"}}) {
            Run nothing = upgrade(host, options);
            assertThat(nothing.exit()).isEqualTo(6);
            assertThat(nothing.out()).isEmpty();
            assertThat(nothing.err()).contains("nothing to finalize: " + install.release() + " is the only release");
        }
        Intent upgrade = host.upgrade(host.release("1.1.0", 20), install.release());
        host.run(upgrade);
        assertThat(upgrade(host, "--finalize", "--plan", "-o", "yaml").out()).contains("operation: finalize");
        Run finalized = upgrade(host, "--finalize");
        assertThat(finalized.exit()).isZero();
        assertThat(finalized.out()).contains("finalized: " + upgrade.release());
        assertThat(host.layout().release(install.release())).doesNotExist();
    }

    @Test
    void a_finalization_that_was_killed_is_gone_on_with() throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        Intent upgrade = host.upgrade(host.release("1.1.0", 20), install.release());
        host.run(upgrade);
        host.killedAt("applied drop", host.finalization(upgrade.release()));
        assertThat(upgrade(host, "--finalize").out()).contains("finalized: " + upgrade.release());
        assertThat(Installed.mustBe(host.layout()).previous()).isEmpty();
    }

    /** A kill may have come between the last step and the line with the password. */
    @Test
    void where_something_is_installed_the_way_to_a_password_is_named() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        host.run(host.install(release));
        Run again = Run.of(
                "install", "--from", release.toString(), "--root", host.root().toString());
        assertThat(again.exit()).isEqualTo(6);
        assertThat(again.err()).contains("is installed already", "kefuctl agent passwd admin --generate");
    }

    @Test
    void a_file_that_was_changed_since_the_build_is_refused_and_everything_is_as_before() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Intent install = host.install(release);
        Files.writeString(release.resolve("lib/kefuctl.jar"), "tampered");
        Map<String, String> before = host.everything();
        assertThatThrownBy(() -> host.run(install))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("lib/kefuctl.jar differs")
                .hasMessageContaining("has been put back");
        assertThat(host.everything()).isEqualTo(before);
    }

    @Test
    void a_file_that_no_list_names_is_refused() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Files.writeString(release.resolve("lib/more.jar"), "more");
        assertThatThrownBy(() -> host.run(host.install(release))).hasMessageContaining("lib/more.jar differs");
    }

    @Test
    void a_configuration_that_the_new_release_does_not_take_stops_the_upgrade_before_anything_changes()
            throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        Path next = host.release("1.1.0", 20);
        Files.writeString(next.resolve("bin/kefuctl"), "#!/bin/sh\necho 'server.yaml:7: no such key'; exit 78\n");
        Host.describe(next, "1.1.0");
        Map<String, String> before = host.everything();
        assertThatThrownBy(() -> host.run(host.upgrade(next, install.release())))
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.exit().code()).isEqualTo(78))
                .hasMessageContaining("server.yaml:7: no such key");
        assertThat(host.everything()).isEqualTo(before);
    }

    @Test
    void two_at_once_are_one_and_a_refusal() throws Exception {
        Host host = Host.in(folder);
        Path lock = Files.createDirectories(host.layout().state()).resolve("lock");
        try (FileChannel held = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock taken = held.lock()) {
            assertThat(taken.isValid()).isTrue();
            assertThatThrownBy(() -> host.run(host.install(host.release("1.0.0", 10))))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("is at work here");
        }
    }

    @Test
    void a_disk_that_fills_while_a_release_is_unpacked_leaves_nothing_behind() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        boolean mounted = Programs.run(
                        java.time.Duration.ofSeconds(30),
                        java.util.List.of(
                                "sh", "-c", "mount -t tmpfs -o size=1m tmpfs " + small + " && echo yes || true"))
                .contains("yes");
        // What is thrown then says it in the language of whoever runs this: its exit code is what is looked at.
        assumeTrue(mounted, "this user may mount a file system");
        try {
            Host host = new Host(Host.in(small).root(), folder.resolve("store"));
            Path release = host.release("1.0.0", 2 << 20);
            Map<String, String> before = host.everything();
            assertThatThrownBy(() -> host.run(host.install(release)))
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            e -> assertThat(e.exit().code()).isEqualTo(6))
                    .hasMessageContaining("has been put back");
            assertThat(host.everything()).isEqualTo(before);
        } finally {
            Programs.run(java.time.Duration.ofSeconds(30), java.util.List.of("umount", "-l", small.toString()));
        }
    }

    @Test
    void the_unit_reloads_by_notice_where_systemd_knows_that_and_by_a_command_elsewhere() {
        Layout layout = new Layout(Path.of("/"));
        assertThat(UnitFile.text(layout, "kefu", 257))
                .contains(
                        "Type=notify-reload\n",
                        "User=kefu\n",
                        "LimitCORE=0\n",
                        "ProtectSystem=strict\n",
                        "ReadWritePaths=/var/lib/kefu /var/log/kefu")
                .doesNotContain("ExecReload", "Group=");
        assertThat(UnitFile.text(layout, "kefu", 252))
                .contains(
                        "Type=notify\n",
                        "ExecReload=/opt/kefu/current/bin/kefuctl config apply --yes /etc/kefu --data");
        assertThat(UnitFile.memoryMax(2L << 30)).isEqualTo(2048);
        assertThat(UnitFile.memoryMax(64L << 30)).isEqualTo(4608);
    }
}

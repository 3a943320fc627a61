package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.install.Intent.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undoing takes away what the operation itself has put there, and nothing else. */
class UndoTest {

    @TempDir
    Path folder;

    private static void refused(Host host, Intent intent, String why) {
        assertThatThrownBy(() -> host.run(intent))
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.exit().code()).isEqualTo(6))
                .hasMessageContaining(why);
    }

    @Test
    void a_key_where_the_configuration_goes_stays_whether_an_install_ends_or_is_undone() throws Exception {
        Host host = Host.in(folder);
        Path key = Files.createDirectories(host.layout().config()).resolve("release.pub");
        Files.setPosixFilePermissions(key.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(key, "a key");
        Map<String, String> before = host.everything();
        Intent install = host.install(host.release("1.0.0", 10));
        host.killedAt("applied config", install);
        assertThat(host.layout().config().resolve("server.yaml")).exists();
        host.undo(Operation.install);
        assertThat(host.everything()).isEqualTo(before);
        host.run(install);
        assertThat(key).hasContent("a key");
        assertThat(host.layout().config().resolve("server.yaml")).exists();
    }

    @Test
    void a_secret_that_is_there_already_is_in_the_way_and_stays() throws Exception {
        Host host = Host.in(folder);
        Path secret = Files.createDirectories(host.layout().config().resolve("secrets"))
                .resolve("visitor.key");
        Files.writeString(secret, "somebody's");
        Map<String, String> before = host.everything();
        refused(host, host.install(host.release("1.0.0", 10)), "/etc/kefu/secrets is there already");
        assertThat(host.everything()).isEqualTo(before);
        assertThat(secret).hasContent("somebody's");
    }

    @Test
    void a_directory_that_the_server_may_not_enter_is_told_before_its_start() throws Exception {
        assumeTrue(Account.privileged(), "the server is another user than this one");
        Host host = Host.in(folder);
        Path config = Files.createDirectories(host.layout().config());
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> before = host.everything();
        refused(host, host.install(host.release("1.0.0", 10)), "kefu may not enter /etc/kefu");
        assertThat(host.everything()).isEqualTo(before);
    }

    @Test
    void a_command_of_somebody_elses_is_in_the_way_and_stays() throws Exception {
        Host host = Host.in(folder);
        Files.writeString(host.layout().command(), "#!/bin/sh\n");
        Map<String, String> before = host.everything();
        refused(host, host.install(host.release("1.0.0", 10)), "/usr/local/bin/kefuctl is there already");
        assertThat(host.everything()).isEqualTo(before);
    }

    @Test
    void a_unit_of_somebody_elses_is_in_the_way_and_stays() throws Exception {
        Host host = Host.in(folder);
        Files.writeString(host.layout().unit(), "[Service]\nExecStart=/srv/kefu\n");
        Map<String, String> before = host.everything();
        refused(host, host.install(host.release("1.0.0", 10)), "kefu.service is there already");
        assertThat(host.everything()).isEqualTo(before);
    }

    @Test
    void what_is_written_by_hand_after_an_undoing_was_killed_is_not_undone_with_the_rest() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Files.writeString(release.resolve("bin/kefuctl"), "#!/bin/sh\nexit 78\n");
        Host.describe(release, "1.0.0");
        Intent install = host.install(release);
        // Its check fails; the undoing is killed when the configuration is gone again.
        host.killedAt("undo folders", install);
        Path config = Files.createDirectories(host.layout().config()).resolve("server.yaml");
        Files.writeString(config, "by hand");
        Files.writeString(host.layout().command(), "by hand");
        host.undo(Operation.install);
        assertThat(config).hasContent("by hand");
        assertThat(host.layout().command()).hasContent("by hand");
        assertThat(host.layout().home()).doesNotExist();
    }

    @Test
    void what_a_server_has_taken_in_between_a_kill_and_the_undoing_is_set_aside() throws Exception {
        Host host = Host.in(folder);
        Path release = host.release("1.0.0", 10);
        Intent plain = host.install(release);
        Intent install = new Intent(
                Operation.install,
                plain.release(),
                plain.origin(),
                "",
                "kefu",
                false,
                ServiceKind.none,
                "",
                true,
                false,
                true,
                false);
        host.killedAt("applied start", install);
        Files.writeString(host.layout().data().resolve("journal.db"), "what was said");
        host.undo(Operation.install);
        assertThat(host.layout().data()).doesNotExist();
        try (Stream<Path> all = Files.list(host.layout().data().getParent())) {
            List<Path> aside = all.filter(each -> each.getFileName().toString().startsWith("kefu.undone-"))
                    .toList();
            assertThat(aside).hasSize(1);
            assertThat(aside.getFirst().resolve("journal.db")).hasContent("what was said");
        }
    }

    @Test
    void a_killed_purge_is_gone_on_with_only_as_one() throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        Intent purge = host.uninstall(install.release());
        host.killedAt("applied links", purge);
        host.run(purge.withPurge(false));
        assertThat(host.layout().home()).doesNotExist();
        assertThat(host.layout().config().resolve("server.yaml")).exists();
    }

    @Test
    void an_interrupted_operation_names_only_ways_on_that_there_are() {
        assertThat(Operation.rollback.waysOn()).contains("kefuctl rollback --undo");
        assertThat(Operation.uninstall.waysOn()).isEqualTo("kefuctl uninstall to go on with it");
        assertThat(Operation.finalize.waysOn()).isEqualTo("kefuctl upgrade --finalize to go on with it");
    }

    @Test
    void an_operation_that_cannot_be_written_down_at_its_end_is_not_put_back() throws Exception {
        Host host = Host.in(folder);
        Intent install = host.install(host.release("1.0.0", 10));
        assertThatThrownBy(() -> host.run(install, moment -> {
                    if (moment.equals("end")) {
                        blockJournal(host);
                    }
                }))
                .hasMessageContaining("all is done, and that cannot be written down");
        host.current(install.release());
        assertThat(host.layout().config().resolve("server.yaml")).exists();
    }

    /** A directory under its name cannot be written to, by root neither. */
    private static void blockJournal(Host host) {
        Path journal = host.layout().state().resolve("journal.jsonl");
        try {
            Files.move(journal, journal.resolveSibling("journal.kept"));
            Files.createDirectory(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

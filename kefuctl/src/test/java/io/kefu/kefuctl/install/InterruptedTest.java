package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.install.Intent.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at each moment of each operation, one host after another. */
class InterruptedTest {

    @TempDir
    Path folder;

    /** Sets a host up, then names what is to be killed. */
    @FunctionalInterface
    private interface Scene {
        Intent on(Host host) throws IOException, InterruptedException;
    }

    private Intent installing(Host host) throws IOException {
        return host.install(host.release("1.0.0", 10));
    }

    private Intent upgrading(Host host) throws IOException, InterruptedException {
        Path old = host.release("1.0.0", 10);
        host.run(host.install(old));
        return host.upgrade(host.release("1.1.0", 20), Release.in(old).name());
    }

    private Intent rollingBack(Host host) throws IOException, InterruptedException {
        Intent upgrade = upgrading(host);
        host.run(upgrade);
        return host.rollback(upgrade.previous(), upgrade.release());
    }

    private Intent uninstalling(Host host) throws IOException, InterruptedException {
        Intent install = installingTuned(host);
        host.run(install);
        return host.uninstall(install.release());
    }

    private Intent installingTuned(Host host) throws IOException {
        Files.writeString(host.setting("net.core.somaxconn"), "128\n");
        Files.writeString(host.setting("vm.max_map_count"), "1000\n");
        return installing(host).withTuning(new Tuning(host.site()).open());
    }

    private Intent tuning(Host host) throws IOException, InterruptedException {
        Intent install = installingTuned(host);
        host.run(install.withTuning(install.tuning().subList(0, 1)));
        return host.tuning(install.release());
    }

    @Test
    void a_tuning_that_was_killed_is_gone_on_with() throws Exception {
        goesOn(this::tuning);
    }

    @Test
    void a_tuning_that_was_killed_is_as_before_once_it_is_undone() throws Exception {
        isUndone(this::tuning, Operation.tuning);
    }

    @Test
    void an_install_that_was_killed_is_gone_on_with() throws Exception {
        goesOn(this::installingTuned);
    }

    @Test
    void an_install_that_was_killed_leaves_nothing_once_it_is_undone() throws Exception {
        isUndone(this::installingTuned, Operation.install);
    }

    @Test
    void an_upgrade_that_was_killed_is_gone_on_with() throws Exception {
        goesOn(this::upgrading);
    }

    @Test
    void an_upgrade_that_was_killed_is_as_before_once_it_is_undone() throws Exception {
        isUndone(this::upgrading, Operation.upgrade);
    }

    @Test
    void a_rollback_that_was_killed_is_gone_on_with() throws Exception {
        goesOn(this::rollingBack);
    }

    @Test
    void a_rollback_that_was_killed_is_as_before_once_it_is_undone() throws Exception {
        isUndone(this::rollingBack, Operation.rollback);
    }

    @Test
    void an_uninstall_that_was_killed_is_gone_on_with() throws Exception {
        goesOn(this::uninstalling);
    }

    /** Ends as one that nobody killed, whichever moment it was, and when it is killed twice. */
    private void goesOn(Scene scene) throws Exception {
        Host whole = Host.in(folder.resolve("whole"));
        whole.run(scene.on(whole));
        Map<String, String> expected = whole.everything();
        int moment = 0;
        int steps = 0;
        boolean killed = true;
        while (killed) {
            Host host = Host.in(folder.resolve("at-" + moment));
            Intent intent = scene.on(host);
            steps = Plan.of(host.site(), intent).steps().size();
            killed = host.killedAt(moment, intent);
            if (killed && host.killedAt(1, intent)) {
                host.run(intent);
            }
            assertThat(host.everything()).as("killed at moment %d", moment).isEqualTo(expected);
            moment++;
        }
        assertThat(moment).isGreaterThan(3 * steps);
    }

    private void isUndone(Scene scene, Operation operation) throws Exception {
        int moment = 0;
        int steps = 0;
        while (true) {
            Host host = Host.in(folder.resolve("at-" + moment));
            Intent intent = scene.on(host);
            steps = Plan.of(host.site(), intent).steps().size();
            Map<String, String> before = host.everything();
            if (!host.killedAt(moment, intent)) {
                break;
            }
            host.undo(operation);
            assertThat(host.everything()).as("killed at moment %d", moment).isEqualTo(before);
            moment++;
        }
        assertThat(moment).isGreaterThan(3 * steps);
    }

    @Test
    void a_kill_that_cuts_a_line_of_the_journal_off_hides_nothing() throws Exception {
        Host host = Host.in(folder);
        Intent intent = installing(host);
        assertThat(host.killedAt(8, intent)).isTrue();
        Path journal = host.layout().state().resolve("journal.jsonl");
        Files.writeString(journal, Files.readString(journal) + "\n{\"at\":\"2026-");
        // In the middle of a character.
        Files.write(journal, new byte[] {(byte) 0xe5}, StandardOpenOption.APPEND);
        host.run(intent);
        host.current(intent.release());
        assertThat(new StepJournal(host.layout(), java.time.Clock.systemUTC()).unfinished())
                .isEmpty();
    }

    @Test
    void another_operation_waits_until_the_interrupted_one_is_done_or_undone() throws Exception {
        Host host = Host.in(folder);
        Intent upgrade = upgrading(host);
        assertThat(host.killedAt(9, upgrade)).isTrue();
        assertThatThrownBy(() -> host.run(host.uninstall(upgrade.previous())))
                .isInstanceOfSatisfying(CommandFailure.class, e -> {
                    assertThat(e.exit().code()).isEqualTo(6);
                    assertThat(e).hasMessageContaining("upgrade of 1.1.0-").hasMessageContaining("comes first");
                    assertThat(e.remedy()).contains("kefuctl upgrade --undo");
                });
    }
}

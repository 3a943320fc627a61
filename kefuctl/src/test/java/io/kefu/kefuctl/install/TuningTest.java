package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.doctor.Sysctl;
import io.kefu.kefuctl.install.Intent.Operation;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What doctor finds too low is raised, for each start and in the kernel that runs; nothing is ever lowered. */
class TuningTest {

    private static final String FOREIGN = "net.core.somaxconn = 512\n";

    @TempDir
    Path folder;

    private Host host() throws IOException {
        return Host.in(folder);
    }

    /** One with a kernel: two settings too low, one just high enough, one higher than what is asked for. */
    private Host running() throws IOException {
        Host host = host();
        set(host, "net.core.somaxconn", "128");
        set(host, "net.ipv4.tcp_max_syn_backlog", "512");
        set(host, "net.ipv4.ip_local_port_range", "60000 60999");
        set(host, "vm.max_map_count", "1048576");
        return host;
    }

    private static void set(Host host, String key, String value) throws IOException {
        Files.writeString(host.setting(key), value + "\n");
    }

    private static Intent install(Host host) throws IOException {
        return host.install(host.release("1.0.0", 10)).withTuning(new Tuning(host.site()).open());
    }

    private static List<String> keys(Intent intent) {
        return intent.tuning().stream().map(Intent.Raise::key).toList();
    }

    private static TuningReport report(Host host, boolean asked) {
        return new TuningReport(host.layout(), new Tuning(host.site()), asked);
    }

    private static boolean mounted(String command) throws Exception {
        return Programs.run(Duration.ofSeconds(30), List.of("sh", "-c", command + " && echo yes || true"))
                .contains("yes");
    }

    private static void unmount(Path place) throws Exception {
        Programs.run(Duration.ofSeconds(30), List.of("umount", "-l", place.toString()));
    }

    private static Run command(Host host, String... more) {
        List<String> line = new ArrayList<>(List.of(more));
        line.addAll(List.of("--root", host.root().toString()));
        return Run.of(line.toArray(String[]::new));
    }

    @Test
    void what_is_too_low_is_raised_and_what_is_high_enough_stays() throws Exception {
        Host host = running();
        host.run(install(host));
        assertThat(host.layout().sysctl()).content().isEqualTo("""
                # Written by kefuctl install --tune, and removed by kefuctl uninstall: settings of
                # your own go into another file.

                # When everybody reconnects at once, as after a restart, those beyond it are dropped and try again seconds later.
                net.core.somaxconn = 4096

                # A proxy on this machine needs one for each client that it passes on: beyond that many it refuses them, whatever the server could take.
                net.ipv4.ip_local_port_range = 10240 65535
                """);
        assertThat(host.setting("net.core.somaxconn")).hasContent("4096");
        assertThat(host.setting("net.ipv4.ip_local_port_range")).hasContent("10240 65535");
        assertThat(host.setting("net.ipv4.tcp_max_syn_backlog")).hasContent("512");
        assertThat(host.setting("vm.max_map_count")).hasContent("1048576");
        assertThat(new Tuning(host.site()).open()).isEmpty();
    }

    @Test
    void without_being_asked_nothing_is_written_and_one_line_names_the_way() throws Exception {
        Host host = running();
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        assertThat(host.layout().sysctl()).doesNotExist();
        assertThat(host.setting("net.core.somaxconn")).hasContent("128");
        assertThat(report(host, false).lines(install))
                .containsExactly("2 settings of the kernel are too low: kefuctl install --tune raises them");
        set(host, "net.core.somaxconn", "4096");
        set(host, "net.ipv4.ip_local_port_range", "32768\t60999");
        assertThat(report(host, false).lines(install)).isEmpty();
        assertThat(report(host, false).notes(install)).isEmpty();
    }

    @Test
    void doctor_is_content_with_what_it_asks_for() {
        assertThat(Sysctl.ALL)
                .hasSize(4)
                .allSatisfy(each -> assertThat(each.isEnough(each.asked())).isTrue());
    }

    @Test
    void what_a_file_of_the_host_sets_high_enough_is_left_to_it() throws Exception {
        Host host = running();
        Path distribution = Files.createDirectories(host.root().resolve("usr/lib/sysctl.d"));
        Files.writeString(distribution.resolve("10-more.conf"), "# more\n-net/core/somaxconn=65535\n");
        Files.writeString(host.root().resolve("etc/sysctl.conf"), "net.ipv4.ip_local_port_range = 1024\t1100\n");
        Intent install = install(host);
        assertThat(keys(install)).containsExactly("net.ipv4.ip_local_port_range");
        assertThat(report(host, true).notes(install))
                .anySatisfy(note -> assertThat(note).contains("(sysctl --system): net.core.somaxconn"));
    }

    @Test
    void a_setting_that_the_kernel_does_not_show_is_not_guessed_at() throws Exception {
        Host host = host();
        set(host, "vm.max_map_count", "65530");
        assertThat(new Tuning(host.site()).open()).isEmpty();
    }

    /** Its files are read otherwise than those of a disk. */
    @Test
    void the_kernel_of_this_very_machine_is_read_whole() throws Exception {
        Path kernel = Path.of("/proc/sys");
        String ports = Programs.run(Duration.ofSeconds(30), List.of("cat", kernel + "/net/ipv4/ip_local_port_range"));
        Site site = new Site(host().layout(), Duration.ofMinutes(5), 0, Optional.of(kernel));
        String value = ports.strip().replace('\t', ' ');
        assertThat(new Tuning(site).later(List.of(new Intent.Raise("net.ipv4.ip_local_port_range", "", "", value))))
                .isEmpty();
    }

    @Test
    void a_file_of_somebody_elses_is_in_the_way_and_stays_for_good() throws Exception {
        Host host = running();
        Files.writeString(host.layout().sysctl(), FOREIGN);
        Map<String, String> before = host.everything();
        assertThatThrownBy(() -> host.run(install(host)))
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.exit().code()).isEqualTo(6))
                .hasMessageContaining("/etc/sysctl.d/60-kefu.conf is there already");
        assertThat(host.everything()).isEqualTo(before);
        Intent plain = host.install(host.release("1.0.0", 10));
        host.run(plain);
        host.run(host.uninstall(plain.release()));
        assertThat(host.layout().sysctl()).hasContent(FOREIGN.strip());
    }

    @Test
    void an_undoing_leaves_what_somebody_else_has_set_since() throws Exception {
        Host host = running();
        host.killedAt("applied tuning", install(host));
        set(host, "net.core.somaxconn", "16384");
        host.undo(Operation.install);
        assertThat(host.setting("net.core.somaxconn")).hasContent("16384");
        assertThat(host.setting("net.ipv4.ip_local_port_range")).hasContent("60000 60999");
        assertThat(host.layout().sysctl()).doesNotExist();
    }

    @Test
    void a_kill_between_the_file_and_the_kernel_is_gone_on_with() throws Exception {
        Host host = running();
        Intent install = install(host);
        host.killedAt("applied tuning", install);
        set(host, "net.ipv4.ip_local_port_range", "60000 60999");
        host.run(install);
        assertThat(host.setting("net.ipv4.ip_local_port_range")).hasContent("10240 65535");
        assertThat(host.layout().sysctl()).content().containsOnlyOnce("ip_local_port_range");
    }

    @Test
    void a_kernel_that_cannot_be_written_to_has_the_settings_from_its_next_start() throws Exception {
        Host host = host();
        Path kernel = Files.createDirectories(host.root().resolve("proc/sys"));
        assumeTrue(mounted("mount -t tmpfs tmpfs " + kernel), "this user may mount a file system");
        try {
            set(host, "net.core.somaxconn", "128");
            assumeTrue(mounted("mount -o remount,ro " + kernel), "this user may mount a file system");
            Intent install = install(host);
            String later = "in force from the next boot, or by sysctl --system: net.core.somaxconn";
            assertThat(report(host, true).notes(install)).containsExactly(later);
            host.run(install);
            assertThat(host.layout().sysctl()).content().contains("net.core.somaxconn = 4096\n");
            assertThat(host.setting("net.core.somaxconn")).hasContent("128");
            assertThat(report(host, true).lines(install))
                    .containsExactly("tuned: 1 setting of the kernel in /etc/sysctl.d/60-kefu.conf", later);
            assertThat(report(host, true).json(install))
                    .allSatisfy(each -> assertThat(each).containsEntry("in_force", false));
        } finally {
            unmount(kernel);
        }
    }

    @Test
    void a_folder_that_cannot_be_written_to_ends_the_install_and_everything_is_as_before() throws Exception {
        Host host = running();
        Path sysctls = host.layout().sysctl().getParent();
        assumeTrue(mounted("mount -t tmpfs -o ro tmpfs " + sysctls), "this user may mount a file system");
        try {
            Map<String, String> before = host.everything();
            assertThatThrownBy(() -> host.run(install(host)))
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            e -> assertThat(e.exit().code()).isEqualTo(6))
                    .hasMessageContaining("has been put back");
            assertThat(host.everything()).isEqualTo(before);
        } finally {
            unmount(sysctls);
        }
    }

    @Test
    void an_installation_is_tuned_later_and_an_upgrade_leaves_that_alone() throws Exception {
        Host host = running();
        Intent install = install(host);
        host.run(install);
        set(host, "vm.max_map_count", "1000");
        Intent tuning = host.tuning(install.release());
        assertThat(keys(tuning)).containsExactly("vm.max_map_count");
        host.run(tuning);
        assertThat(host.layout().sysctl())
                .content()
                .contains("net.core.somaxconn = 4096\n")
                .endsWith("vm.max_map_count = 262144\n");
        String file = Files.readString(host.layout().sysctl());
        host.run(host.upgrade(host.release("1.1.0", 20), install.release()));
        assertThat(host.layout().sysctl()).content().isEqualTo(file);
        host.run(host.uninstall("1.1.0"));
        assertThat(host.layout().sysctl()).doesNotExist();
        assertThat(host.setting("vm.max_map_count")).hasContent("262144");
    }

    @Test
    void a_root_without_a_kernel_is_given_the_file_and_told_from_when_it_holds() throws Exception {
        Host host = host();
        String release = host.release("1.0.0", 10).toString();
        Run plan = command(host, "install", "--from", release, "--tune", "--plan");
        assertThat(plan.out())
                .contains("4 settings of the kernel in /etc/sysctl.d/60-kefu.conf", "tunes: vm.max_map_count → 262144")
                .contains("note: in force from the next boot");
        assertThat(command(host, "install", "--from", release, "--tune", "--plan", "--service", "supervisor")
                        .out())
                .contains("note: --tune writes no limit of open files");
        JsonNode json = JsonMapper.shared()
                .readTree(command(host, "install", "--from", release, "--tune", "--plan", "-o", "json")
                        .out());
        assertThat(json.path("tunes")).hasSize(4);
        assertThat(json.path("tunes").get(0).path("then").asString()).isEqualTo("4096");
        assertThat(host.layout().sysctl()).doesNotExist();
        Run installed = command(host, "install", "--from", release, "--tune");
        assertThat(installed.exit()).as(installed.err()).isZero();
        assertThat(installed.out()).contains("tuned: 4 settings of the kernel", "in force from the next boot");
        assertThat(host.layout().sysctl()).isRegularFile();
        assertThat(command(host, "install").exit()).isEqualTo(6);
        assertThat(command(host, "install", "--tune", "--from", release).exit()).isEqualTo(6);
        Run again = command(host, "install", "--tune");
        assertThat(again.exit()).isZero();
        assertThat(again.out()).isEqualTo("no setting of the kernel is to be raised\n");
        Files.delete(host.layout().sysctl());
        assertThat(command(host, "install", "--tune").out()).startsWith("tuned: 4 settings of the kernel");
        assertThat(command(host, "uninstall", "--plan").out()).contains("remove /etc/sysctl.d/60-kefu.conf");
    }

    @Test
    void a_killed_tuning_names_the_ways_on_and_is_undone_by_the_install_command() throws Exception {
        Host host = running();
        Intent install = host.install(host.release("1.0.0", 10));
        host.run(install);
        Map<String, String> before = host.everything();
        host.killedAt("applied tuning", host.tuning(install.release()));
        assertThatThrownBy(() -> host.run(host.uninstall(install.release())))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        e -> assertThat(e.remedy())
                                .isEqualTo(
                                        "kefuctl install --tune to go on with it, or kefuctl install --tune --undo"));
        host.undo(Operation.tuning);
        assertThat(host.everything()).isEqualTo(before);
    }
}

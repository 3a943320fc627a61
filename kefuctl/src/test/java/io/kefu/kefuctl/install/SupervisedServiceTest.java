package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service's own user may write is not what root acts on. */
class SupervisedServiceTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** A process that does nothing, with a word in its command line. */
    private static Process idle(String word) throws Exception {
        return new ProcessBuilder("sh", "-c", "while :; do sleep 1; done", word).start();
    }

    @Test
    void somebody_elses_process_that_has_the_servers_number_since_is_left_alone() throws Exception {
        Host host = Host.in(folder);
        Process other = idle("sshd");
        try {
            Files.createDirectories(host.layout().data());
            Files.writeString(host.layout().data().resolve("run.json"), "{\"pid\": " + other.pid() + "}");
            Files.createDirectories(host.layout().run());
            Files.writeString(host.layout().run().resolve("supervisor.pid"), other.pid() + "\n");
            new SupervisedService(host.layout(), "kefu").stop();
            assertThat(other.isAlive()).isTrue();
            assertThat(new Running(host.layout()).process(Account.SELF)).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void a_server_is_known_by_its_release_and_its_user() throws Exception {
        Host host = Host.in(folder);
        Process server = idle("/opt/kefu/releases/1.0.0-12345678/lib/kefuctl.jar");
        try {
            Files.createDirectories(host.layout().data());
            Files.writeString(host.layout().data().resolve("run.json"), "{\"pid\": " + server.pid() + "}");
            Running running = new Running(host.layout());
            Wait.until("the command line", BOUND, () -> running.release().isPresent());
            assertThat(running.release()).contains("1.0.0-12345678");
            assertThat(running.process(Account.SELF)).isPresent();
            assertThat(running.process(new Account(54321, 54321))).isEmpty();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void the_log_is_opened_by_the_user_whose_folder_it_lies_in() throws Exception {
        Host host = Host.in(folder);
        SupervisedService service = new SupervisedService(host.layout(), "kefu");
        List<String> asUser = service.command(new Account(12345, 12345));
        assertThat(asUser.indexOf("setpriv")).isBetween(0, asUser.indexOf("/bin/sh"));
        assertThat(asUser.indexOf("--reuid=12345")).isLessThan(asUser.indexOf("/bin/sh"));

        Path program = host.layout().current().resolve("bin/kefu-supervise");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\necho \"keeps $1\"\necho wrong >&2\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(host.layout().logs());
        Process process = new ProcessBuilder(service.command(Account.SELF)).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Path log = host.layout().logs().resolve("kefu.log");
        // setsid goes ahead by itself where it leads a group of processes.
        Wait.until("what it says", BOUND, () -> Files.exists(log) && Files.size(log) > "wrong".length());
        Wait.until("the last of it", BOUND, () -> Files.readString(log).contains("wrong"));
        assertThat(log).hasContent("keeps " + host.layout().current() + "\nwrong\n");
    }

    @Test
    void a_link_in_the_place_of_the_log_is_not_shown() throws Exception {
        Host host = Host.in(folder);
        Files.createDirectories(host.layout().logs());
        Path secret = Files.writeString(folder.resolve("secret"), "for root alone");
        Files.createSymbolicLink(host.layout().logs().resolve("kefu.log"), secret);
        assertThat(LogTail.of(host.layout())).isEmpty();
    }
}

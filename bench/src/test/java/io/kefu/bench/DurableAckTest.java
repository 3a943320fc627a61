package io.kefu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.load.server.Configuration;
import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.ServerProcess;
import io.kefu.storage.journal.UnsyncedServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill does not show this, as what was written outlives the process in the page cache: so the system calls are read. */
final class DurableAckTest {
    private static final int VISITORS = 8;
    private static final int MESSAGES = 60;

    @TempDir
    Path data;

    @Test
    void every_ack_of_a_loaded_server_is_written_after_the_sync_that_covers_its_record() throws Exception {
        SyscallTrace trace = traced(Launch.up(data, Launch.SHORT_LIVED));
        assertThat(trace.sent()).hasSize(VISITORS * MESSAGES);
        assertThat(trace.syncs()).isPositive();
        assertThat(trace.early()).isEmpty();
    }

    @Test
    void with_synchronous_off_the_same_check_fails() throws Exception {
        SyscallTrace trace = traced(Launch.up(data, Launch.SHORT_LIVED).withMain(UnsyncedServer.class));
        assertThat(trace.sent()).hasSize(VISITORS * MESSAGES);
        assertThat(trace.early()).hasSizeGreaterThan(VISITORS * MESSAGES / 2);
    }

    private SyscallTrace traced(Launch launch) throws IOException, InterruptedException {
        assumeTrue(isInstalled("strace"), "strace is not installed: apt-get install strace");
        Configuration.quickStart(data);
        Path file = data.resolve("trace.txt");
        try (ServerProcess server = ServerProcess.start(launch.under(List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-ttt",
                "-y",
                "-s",
                "65536",
                "-e",
                "trace=fdatasync,fsync,write,pwrite64,writev,pwritev,sendto,sendmsg",
                "-o",
                file.toString())))) {
            new Burst(server.open(), VISITORS, MESSAGES).run();
            server.stop();
        }
        return SyscallTrace.of(file);
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}

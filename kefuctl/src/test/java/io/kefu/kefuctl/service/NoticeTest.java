package io.kefu.kefuctl.service;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeTest {

    @TempDir
    Path folder;

    /** A local socket for datagrams, as systemd has one. */
    private static final class Listener implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final int socket;

        Listener(Path path) throws Throwable {
            byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
            MemorySegment address = arena.allocate(name.length + 3L);
            address.set(JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
            socket = (int) call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 1, 2, 0);
            call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), socket, address, (int)
                    address.byteSize());
        }

        /** What has come; sending over a local socket has ended before, so nothing is waited for. */
        String heard() throws Throwable {
            MemorySegment buffer = arena.allocate(4096);
            int dontWait = 0x40;
            long length = call(
                    "recv",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
                    socket,
                    buffer,
                    4096L,
                    dontWait);
            return new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }

        @SuppressWarnings("restricted") // as in what is tested
        private static long call(String name, FunctionDescriptor of, Object... arguments) throws Throwable {
            Linker linker = Linker.nativeLinker();
            Object result = linker.downcallHandle(linker.defaultLookup().findOrThrow(name), of)
                    .invokeWithArguments(Arrays.asList(arguments));
            assertThat(((Number) result).longValue()).as(name).isNotNegative();
            return ((Number) result).longValue();
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    @Test
    void whoever_started_the_server_hears_that_it_is_ready_and_when_it_reloads() throws Throwable {
        Path path = folder.resolve("notify");
        try (Listener systemd = new Listener(path)) {
            Notice notice = Notice.to(path.toString()).orElseThrow();
            notice.ready();
            assertThat(systemd.heard()).isEqualTo("READY=1");
            notice.reloading();
            assertThat(systemd.heard()).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
            notice.status("three\nlines");
            assertThat(systemd.heard()).isEqualTo("STATUS=three lines");
        }
    }

    @Test
    void nobody_listens_where_no_local_address_is_named() {
        assertThat(Notice.to(null)).isEmpty();
        assertThat(Notice.to("vsock:2:1234")).isEmpty();
        assertThat(Notice.to("/" + "x".repeat(200))).isEmpty();
    }

    @Test
    void one_that_has_gone_is_an_error_with_its_call() {
        assertThatThrownBy(() -> Notice.to(folder.resolve("gone").toString())
                        .orElseThrow()
                        .ready())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sendto");
    }

    /** As whoever started these tests left it: bit 1 of SigIgn, proc_pid_status(5). */
    private static boolean ignoresHangUp() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(ignored -> (ignored & 1) != 0);
    }

    @Test
    void a_hang_up_is_heard_and_ends_nothing() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        boolean hears = HangUp.means(heard::countDown);
        assertThat(hears).isEqualTo(!ignoresHangUp());
        assumeThat(hears).as("these tests were not started by nohup").isTrue();
        // The shell's own: a program of that name is not on every machine.
        int sent = new ProcessBuilder(
                        "sh", "-c", "kill -HUP " + ProcessHandle.current().pid())
                .start()
                .waitFor();
        assertThat(sent).isZero();
        assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
    }
}

package io.kefu.kefuctl.service;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells systemd how a service is: a datagram to the socket that {@code NOTIFY_SOCKET} names (sd_notify(3)). Java has no
 * datagrams over local sockets, so libc is called; {@code systemd-notify} would be a process each time, which may be gone
 * before systemd has seen whose it was.
 */
@SuppressWarnings("restricted") // calling out of Java is what it is for; --enable-native-access allows it
public final class Notice {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int PATH_OFFSET = 2;
    private static final int PATH_MAX = 108;

    private static final Linker LINKER = Linker.nativeLinker();

    private final byte[] address;

    private Notice(byte[] address) {
        this.address = address;
    }

    /**
     * To whoever started this process.
     *
     * @param socket what {@code NOTIFY_SOCKET} says; null or no local address when nobody listens
     */
    public static Optional<Notice> to(String socket) {
        if (socket == null || !(socket.startsWith("/") || socket.startsWith("@"))) {
            return Optional.empty();
        }
        byte[] address = socket.getBytes(StandardCharsets.UTF_8);
        if (address[0] == '@') {
            address[0] = 0;
        }
        return address.length < PATH_MAX ? Optional.of(new Notice(address)) : Optional.empty();
    }

    public void ready() throws IOException {
        send("READY=1");
    }

    /** To be followed by {@link #ready}; systemd wants the time at which it began (CLOCK_MONOTONIC, as nanoTime is on Linux). */
    public void reloading() throws IOException {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
    }

    /** Shown by {@code systemctl status}. */
    public void status(String text) throws IOException {
        send("STATUS=" + text.replace('\n', ' '));
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            int socket = (int) call(
                    "socket",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
                    AF_UNIX,
                    SOCK_DGRAM_CLOEXEC,
                    0);
            try {
                MemorySegment to = arena.allocate(PATH_OFFSET + address.length + 1L);
                to.set(JAVA_SHORT, 0, (short) AF_UNIX);
                MemorySegment.copy(address, 0, to, JAVA_BYTE, PATH_OFFSET, address.length);
                // An abstract address ends where its length says; a path with a zero.
                int length = PATH_OFFSET + address.length + (address[0] == 0 ? 0 : 1);
                call(
                        "sendto",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
                        socket,
                        arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes),
                        (long) bytes.length,
                        0,
                        to,
                        length);
            } finally {
                call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), socket);
            }
        }
    }

    private static long call(String name, FunctionDescriptor of, Object... arguments) throws IOException {
        try {
            MemorySegment function =
                    LINKER.defaultLookup().find(name).orElseThrow(() -> new IOException("this system has no " + name));
            Object result = LINKER.downcallHandle(function, of).invokeWithArguments(Arrays.asList(arguments));
            long value = ((Number) result).longValue();
            if (value < 0) {
                throw new IOException(name + " failed");
            }
            return value;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) { // what invoking a handle declares
            throw new IOException(name + " cannot be called here", e);
        }
    }
}

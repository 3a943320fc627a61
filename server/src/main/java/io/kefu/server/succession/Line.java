package io.kefu.server.succession;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A stream between a server and its successor (unix(7)): a byte a step, and with the first one the listening socket. When
 * one process ends, however it ends, the other reads the end of the stream.
 */
final class Line implements AutoCloseable {
    /** A longer path does not fit into an address. */
    static final int LONGEST_PATH = 107;

    /** Nothing was said in time. */
    static final int SILENCE = -2;
    /** The other process has gone. */
    static final int END = -1;

    private static final int UNIX = 1;
    private static final int STREAM = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int SOCKET_LEVEL = 1;
    private static final int RECEIVE_TIMEOUT = 20;
    private static final int SEND_TIMEOUT = 21;
    private static final int RIGHTS = 1;
    private static final int NO_SIGNAL = 0x4000;
    private static final int RECEIVED_CLOSE_ON_EXEC = 0x40000000;
    private static final Duration SENDS_WITHIN = Duration.ofSeconds(10);

    // struct msghdr and struct cmsghdr, as they lie in memory on 64 bits.
    private static final int MESSAGE = 56;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;
    private static final int VECTOR = 16;
    private static final int CONTROL = 24;
    private static final int CONTROL_USED = 20;
    private static final int DESCRIPTOR_AT = 16;
    private static final int ALIGNED = 8;

    private final int socket;
    private boolean closed;

    private Line(int socket) {
        this.socket = socket;
    }

    /** What was said, and the descriptor that came with it; -1 where none did. */
    record Said(int word, int descriptor) {}

    /** Where the other process can connect, once. */
    record Door(int socket) implements AutoCloseable {
        static Door at(Path path) throws IOException {
            Door door = new Door(Posix.socket(UNIX, STREAM | CLOSE_ON_EXEC));
            boolean done = false;
            try (Arena arena = Arena.ofConfined()) {
                Posix.bind(door.socket(), address(arena, path));
                Posix.listen(door.socket(), 1);
                done = true;
                return door;
            } finally {
                if (!done) {
                    door.close();
                }
            }
        }

        /** The one who has connected, or connects within the time. */
        Line accept(Duration within) throws IOException {
            timeout(socket, RECEIVE_TIMEOUT, within);
            return new Line(Posix.accept(socket, CLOSE_ON_EXEC)).ready();
        }

        @Override
        public void close() throws IOException {
            Posix.close(socket);
        }
    }

    static Line to(Path path) throws IOException {
        Line line = new Line(Posix.socket(UNIX, STREAM | CLOSE_ON_EXEC)).ready();
        boolean done = false;
        try (Arena arena = Arena.ofConfined()) {
            Posix.connect(line.socket, address(arena, path));
            done = true;
            return line;
        } finally {
            if (!done) {
                line.close();
            }
        }
    }

    private Line ready() throws IOException {
        timeout(socket, SEND_TIMEOUT, SENDS_WITHIN);
        return this;
    }

    private static MemorySegment address(Arena arena, Path path) throws IOException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST_PATH) {
            throw new IOException("the path of a local socket has at most " + LONGEST_PATH + " bytes: " + path);
        }
        MemorySegment address = arena.allocate(2 + LONGEST_PATH + 1, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) UNIX);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
        return address;
    }

    private static void timeout(int socket, int which, Duration time) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(2 * Long.BYTES, Long.BYTES);
            value.set(ValueLayout.JAVA_LONG, 0, time.toSeconds());
            value.set(ValueLayout.JAVA_LONG, Long.BYTES, time.toNanosPart() / 1_000);
            Posix.option(socket, SOCKET_LEVEL, which, value);
        }
    }

    void say(int word) throws IOException {
        send(word, -1);
    }

    /** With a descriptor, which stays open here. */
    void say(int word, int descriptor) throws IOException {
        send(word, descriptor);
    }

    private void send(int word, int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(1);
            text.set(ValueLayout.JAVA_BYTE, 0, (byte) word);
            MemorySegment message = message(arena, text);
            if (descriptor >= 0) {
                MemorySegment control = control(arena, message);
                control.set(ValueLayout.JAVA_LONG, 0, CONTROL_USED);
                control.set(ValueLayout.JAVA_INT, Long.BYTES, SOCKET_LEVEL);
                control.set(ValueLayout.JAVA_INT, Long.BYTES + Integer.BYTES, RIGHTS);
                control.set(ValueLayout.JAVA_INT, DESCRIPTOR_AT, descriptor);
            }
            Posix.sendmsg(socket, message, NO_SIGNAL);
        }
    }

    /** What is said within the time, {@link #SILENCE} or {@link #END}. One thread. */
    Said hear(Duration within) throws IOException {
        timeout(socket, RECEIVE_TIMEOUT, within);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(1);
            MemorySegment message = message(arena, text);
            MemorySegment control = control(arena, message);
            long read = Posix.recvmsg(socket, message, RECEIVED_CLOSE_ON_EXEC);
            boolean withOne = message.get(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT) >= CONTROL_USED
                    && control.get(ValueLayout.JAVA_INT, Long.BYTES + Integer.BYTES) == RIGHTS;
            return new Said(
                    read == 0 ? END : text.get(ValueLayout.JAVA_BYTE, 0),
                    withOne ? control.get(ValueLayout.JAVA_INT, DESCRIPTOR_AT) : -1);
        } catch (Posix.Failed e) {
            return new Said(e.errno() == Posix.TRY_AGAIN ? SILENCE : END, -1);
        }
    }

    private static MemorySegment message(Arena arena, MemorySegment text) {
        MemorySegment vector = arena.allocate(VECTOR, ALIGNED);
        vector.set(ValueLayout.ADDRESS, 0, text);
        vector.set(ValueLayout.JAVA_LONG, Long.BYTES, text.byteSize());
        MemorySegment message = arena.allocate(MESSAGE, ALIGNED);
        message.set(ValueLayout.ADDRESS, VECTOR_AT, vector);
        message.set(ValueLayout.JAVA_LONG, VECTORS_AT, 1);
        return message;
    }

    private static MemorySegment control(Arena arena, MemorySegment message) {
        MemorySegment control = arena.allocate(CONTROL, ALIGNED);
        message.set(ValueLayout.ADDRESS, CONTROL_AT, control);
        message.set(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT, CONTROL);
        return control;
    }

    /** The other process then reads the end, unless it has its own left to do. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            Posix.close(socket);
        }
    }
}

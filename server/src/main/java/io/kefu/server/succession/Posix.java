package io.kefu.server.succession;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.Stream;

/** System calls of Linux on 64 bits, each with its error as an exception; see their pages in section 2 of the manual. */
@SuppressWarnings("restricted") // calling out of Java is what it is for; --enable-native-access allows it
final class Posix {
    static final int TRY_AGAIN = 11;
    private static final int INTERRUPTED = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private Posix() {}

    /** A call that failed. */
    static final class Failed extends IOException {
        private final int errno;

        Failed(String call, int errno) {
            super(call + " failed with errno " + errno);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    static int socket(int domain, int type) throws IOException {
        return (int) call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), domain, type, 0);
    }

    static void bind(int socket, MemorySegment address) throws IOException {
        call("bind", ofAddress(), socket, address, (int) address.byteSize());
    }

    static void connect(int socket, MemorySegment address) throws IOException {
        call("connect", ofAddress(), socket, address, (int) address.byteSize());
    }

    private static FunctionDescriptor ofAddress() {
        return FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }

    static void listen(int socket, int backlog) throws IOException {
        call("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), socket, backlog);
    }

    /** The new descriptor is closed where another program is executed. */
    static int accept(int socket, int flags) throws IOException {
        FunctionDescriptor of = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        return (int) call("accept4", of, socket, MemorySegment.NULL, MemorySegment.NULL, flags);
    }

    static void option(int socket, int level, int option, MemorySegment value) throws IOException {
        FunctionDescriptor of = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        call("setsockopt", of, socket, level, option, value, (int) value.byteSize());
    }

    static long sendmsg(int socket, MemorySegment message, int flags) throws IOException {
        return call("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), socket, message, flags);
    }

    static long recvmsg(int socket, MemorySegment message, int flags) throws IOException {
        return call("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), socket, message, flags);
    }

    /** {@code onto} becomes another name of what {@code descriptor} is, and what it was before is let go. */
    static void replace(int descriptor, int onto, int flags) throws IOException {
        call("dup3", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), descriptor, onto, flags);
    }

    static int duplicate(int descriptor) throws IOException {
        return (int) call("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT), descriptor);
    }

    static void close(int descriptor) throws IOException {
        call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), descriptor);
    }

    /** Once more after a signal, as often as it takes. */
    private static long call(String name, FunctionDescriptor of, Object... arguments) throws IOException {
        while (true) {
            try {
                return once(name, of, arguments);
            } catch (Failed e) {
                if (e.errno() != INTERRUPTED || name.equals("close")) {
                    throw e;
                }
            }
        }
    }

    private static long once(String name, FunctionDescriptor of, Object... arguments) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment function =
                    LINKER.defaultLookup().find(name).orElseThrow(() -> new IOException("this system has no " + name));
            Object result = LINKER.downcallHandle(function, of, Linker.Option.captureCallState("errno"))
                    .invokeWithArguments(Stream.concat(Stream.of(state), Arrays.stream(arguments))
                            .toList());
            long value = ((Number) result).longValue();
            if (value < 0) {
                throw new Failed(name, (int) ERRNO.get(state, 0L));
            }
            return value;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) { // what invoking a handle declares
            throw new IOException(name + " cannot be called here", e);
        }
    }
}

package io.kefu.server.thread;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread for which a message waits, made to get its turn soon. It asks the kernel for short slices: it gets no larger share
 * of a processor, but gets it before threads that compute for long, such as a projector's or the compiler's, as its
 * deadlines are earlier (sched_setattr(2), {@code sched_runtime} of an ordinary thread; Linux 6.12 and newer). No privilege is
 * needed, and what such a thread starts has slices as usual. Elsewhere, and where it is not allowed, it is a thread like any other.
 */
public final class PromptThread {
    private static final Logger LOG = LoggerFactory.getLogger(PromptThread.class);

    /** The least that the kernel takes, in nanoseconds. */
    static final long SLICE = 100_000;

    /** To the kernel, the thread that asks. */
    static final long ITSELF = 0;

    static final Path TASKS = Path.of("/proc/self/task");

    /** As the kernel names them: the one that stops all others, and the workers of G1 and of Parallel. */
    private static final List<String> COLLECTORS = List.of("VM Thread", "GC Thread#");

    private static final int ORDINARY = 0; // SCHED_OTHER
    private static final long RESET_ON_FORK = 1;

    /** The calls' numbers by processor, as the C library had no function for them before its version 2.41. */
    private record Numbers(long set, long get) {}

    private static final Map<String, Numbers> NUMBERS =
            Map.of("amd64", new Numbers(314, 315), "aarch64", new Numbers(274, 275));

    // struct sched_attr, its first version
    private static final int SIZE = 48;
    private static final long POLICY_AT = 4;
    private static final long FLAGS_AT = 8;
    private static final long RUNTIME_AT = 24;

    private PromptThread() {}

    /** A platform thread that is not started yet. */
    public static Thread unstarted(String name, Runnable work) {
        return Thread.ofPlatform().name(name).unstarted(() -> {
            ask(ITSELF, RESET_ON_FORK);
            work.run();
        });
    }

    /**
     * Asks the same for the threads with which Java stops all others to collect garbage, as all wait for those: without it they
     * wait in their turn for a projector's thread that computes in native code, which a collection does not stop. What they start
     * inherits it, as further ones of them come later.
     */
    public static void collectors() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
            for (Path thread : threads) {
                if (isCollector(thread)) {
                    ask(Long.parseLong(thread.getFileName().toString()), 0);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("{} tells no threads: collections have slices as usual", TASKS, e);
        }
    }

    private static boolean isCollector(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            return COLLECTORS.stream().anyMatch(name::startsWith);
        } catch (IOException e) {
            LOG.trace("{} has ended meanwhile", thread, e);
            return false;
        }
    }

    /** Whatever goes wrong in a foreign call, or where a platform has none, the thread does its work all the same. */
    private static void ask(long thread, long flags) {
        try {
            if (!shorten(thread, flags)) {
                LOG.debug(
                        "thread {} has slices as usual: the kernel knows no shorter ones, or does not allow them",
                        thread);
            }
        } catch (Throwable e) {
            LOG.debug("thread {} has slices as usual", thread, e);
        }
    }

    private static boolean shorten(long thread, long flags) throws Throwable {
        Numbers numbers = NUMBERS.get(System.getProperty("os.arch"));
        if (numbers == null || !System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SIZE, Long.BYTES);
            if (!read(numbers, thread, attributes) || attributes.get(JAVA_INT, POLICY_AT) != ORDINARY) {
                return false;
            }
            attributes.set(JAVA_LONG, FLAGS_AT, attributes.get(JAVA_LONG, FLAGS_AT) | flags);
            attributes.set(JAVA_LONG, RUNTIME_AT, SLICE);
            return (long) Calls.SYSCALL.invokeExact(numbers.set(), thread, attributes, 0L, 0L) == 0;
        }
    }

    private static boolean read(Numbers numbers, long thread, MemorySegment attributes) throws Throwable {
        return (long) Calls.SYSCALL.invokeExact(numbers.get(), thread, attributes, (long) SIZE, 0L) == 0;
    }

    /** A thread's slice in nanoseconds; empty where that is not told. */
    static OptionalLong slice(long thread) throws Throwable {
        Numbers numbers = NUMBERS.get(System.getProperty("os.arch"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SIZE, Long.BYTES);
            return numbers != null && read(numbers, thread, attributes)
                    ? OptionalLong.of(attributes.get(JAVA_LONG, RUNTIME_AT))
                    : OptionalLong.empty();
        }
    }

    /** Linked when it is first needed. */
    @SuppressWarnings("restricted") // calling out of Java is what it is for; --enable-native-access allows it
    private static final class Calls {
        static final MethodHandle SYSCALL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
    }
}

package io.kefu.kefuctl.load.server;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a server is started in a process of its own.
 *
 * @param prefix what the process is started under, such as {@code taskset -c 0}
 * @param java Java's options
 * @param main the class to start; its arguments are those of {@code kefuctl}
 * @param data the data directory, whose configuration is there already
 */
public record Launch(List<String> prefix, List<String> java, String classPath, String main, Path data) {

    /** The agent {@code admin} has this password. */
    public static final String PASSWORD = "a-password-of-the-bench-7";

    /** Starts quickly and takes little: for servers that are killed soon. */
    public static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m");

    private static final List<String> ALWAYS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** {@code kefuctl up} with this process's own class path. */
    public static Launch up(Path data, List<String> java) {
        return new Launch(List.of(), java, jars(), "io.kefu.kefuctl.Main", data);
    }

    /** The jars alone where the server is one of them: a cache for quick starts takes no directories. */
    private static String jars() {
        String all = System.getProperty("java.class.path");
        List<String> jars = Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .toList();
        boolean whole = jars.stream()
                .anyMatch(jar -> Path.of(jar).getFileName().toString().startsWith("kefuctl"));
        return whole ? String.join(File.pathSeparator, jars) : all;
    }

    /** With more options for Java. */
    public Launch with(String... options) {
        List<String> more = new ArrayList<>(java);
        more.addAll(List.of(options));
        return new Launch(prefix, more, classPath, main, data);
    }

    /** On another class path. */
    Launch of(String otherClassPath) {
        return new Launch(prefix, java, otherClassPath, main, data);
    }

    public Launch under(List<String> command) {
        return new Launch(List.copyOf(command), java, classPath, main, data);
    }

    /** Another class than {@code kefuctl}'s, on the whole class path of this process. */
    public Launch withMain(Class<?> other) {
        return new Launch(prefix, java, System.getProperty("java.class.path"), other.getName(), data);
    }

    /** Where drivers unpack their native libraries: one that is killed cannot clear them away. */
    Path scratch() {
        return data.resolve("tmp");
    }

    /** On ports of its own choice. */
    List<String> command() {
        return command(0, 0);
    }

    /** On these ports, 0 for free ones; with more options of {@code up}. */
    List<String> command(int open, int admin, String... more) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ALWAYS);
        command.add("-Djava.io.tmpdir=" + scratch());
        command.addAll(java);
        command.addAll(List.of("-cp", classPath, main, "up", "--data", data.toString()));
        command.addAll(List.of("--port", "" + open, "--admin-port", "" + admin, "--no-demo"));
        command.addAll(List.of(more));
        return command;
    }
}

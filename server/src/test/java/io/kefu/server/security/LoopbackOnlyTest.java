package io.kefu.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a network namespace that has loopback and nothing else, everything works and the system calls show that nothing else
 * is tried. Needs Linux, root, and the programs unshare, ip and strace; says so where they are missing.
 */
class LoopbackOnlyTest {

    private static final Pattern ADDRESS =
            Pattern.compile("inet_addr\\(\"([^\"]+)\"\\)|inet_pton\\(AF_INET6, \"([^\"]+)\"");

    @Test
    void a_conversation_works_with_loopback_alone_and_nothing_else_is_tried(@TempDir Path directory)
            throws IOException, InterruptedException {
        needs("unshare", "-n", "true");
        needs("ip", "-V");
        needs("strace", "-V");
        Path trace = directory.resolve("trace");
        Path output = directory.resolve("output");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        "unshare",
                        "-n",
                        "sh",
                        "-c",
                        "ip link set lo up && exec strace -f --seccomp-bpf -qq -e trace=connect,sendto,sendmsg,sendmmsg"
                                + " -e signal=none -o \"$0\" \"$@\"",
                        trace.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        OneConversation.class.getName(),
                        directory.resolve("server").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as(Files.readString(output)).isTrue();
        assertThat(output).content().contains(OneConversation.DONE);
        List<String> addresses = addresses(trace);
        assertThat(addresses).as("what was connected to").isNotEmpty().allMatch(LoopbackOnlyTest::isLoopback);
    }

    private static List<String> addresses(Path trace) throws IOException {
        try (Stream<String> lines = Files.lines(trace)) {
            return lines.flatMap(line -> ADDRESS.matcher(line).results())
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .distinct()
                    .toList();
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.startsWith("::ffff:127.");
    }

    private static void needs(String... command) throws InterruptedException {
        boolean there;
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            there = process.waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            String missing = "NOT TESTED that nothing leaves the machine: `" + String.join(" ", command)
                    + "` does not work here (needs Linux, root, util-linux, iproute2 and strace)";
            System.err.println(missing);
            Assumptions.abort(missing);
        }
    }
}

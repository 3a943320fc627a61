package io.kefu.kefuctl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.testing.Child;
import io.kefu.kefuctl.testing.Customer;
import io.kefu.kefuctl.testing.Distribution;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** On a small file system in memory, which only root may mount. */
class FullDiskTest {

    @TempDir
    Path folder;

    private Path disk;

    private Path disk(String size) throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start();
        boolean mounted = mount.waitFor() == 0;
        if (!mounted) {
            disk = null;
        }
        assumeTrue(mounted, "this user may mount a file system");
        return disk;
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            assertThat(new ProcessBuilder("umount", "-l", disk.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    private Distribution kefuctl() throws IOException {
        return Distribution.in(folder.resolve("dist"));
    }

    private static void fill(Path file) {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void a_start_on_a_full_disk_says_so_and_leaves_nothing_half_done() throws Exception {
        Path small = disk("2m");
        Path ballast = small.resolve("ballast");
        fill(ballast);
        Path data = small.resolve("data");
        String[] up = {"up", "--data", data.toString(), "--port", "0", "--admin-port", "0"};
        try (Child child = kefuctl().start(up)) {
            assertThat(child.exit()).isEqualTo(6);
            assertThat(child.err()).contains("kefuctl: error: cannot write", "No space left", "df -h");
        }
        Files.delete(ballast);
        assertThat(data.resolve("config").toFile().list((_, name) -> name.endsWith(".yaml")))
                .isNullOrEmpty();
    }

    @Test
    void a_disk_that_fills_refuses_senders_loses_nothing_and_needs_no_restart() throws Exception {
        Path data = disk("64m").resolve("data");
        Path ballast = data.resolveSibling("ballast");
        String[] up = {"up", "--data", data.toString(), "--port", "0", "--admin-port", "0"};
        try (Child child = kefuctl().start(Map.of("KEFU_ADMIN_PASSWORD", "of the full disk"), up)) {
            JsonNode run = child.awaitReady(data);
            String ready = run.path("admin_url").asString() + "/readyz";
            try (Customer visitor = Customer.of(run.path("public_url").asString())) {
                List<String> acknowledged = new ArrayList<>();
                JsonNode first = visitor.say("before", "before").path("ack");
                acknowledged.add("before");
                fill(ballast);
                String refused = firstRefusal(visitor, acknowledged);
                assertThat(refused).isEqualTo("unavailable");
                Child.until("not ready", () -> Customer.get(ready, null).statusCode() == 503);
                assertThat(Customer.get(ready, null).body()).contains("disk is full");

                Files.delete(ballast);
                Child.until("ready again", () -> Customer.get(ready, null).statusCode() == 200);
                assertThat(visitor.say("after", "after").has("ack")).isTrue();
                acknowledged.add("after");
                assertThat(visitor.history(first.path("conversation_id").asString()))
                        .containsSubsequence(acknowledged);
            }
            assertThat(child.terminated()).isZero();
        }
    }

    /** What is left in half-filled blocks may still hold some. */
    private static String firstRefusal(Customer visitor, List<String> acknowledged) throws Exception {
        for (int i = 0; i < 40; i++) {
            String text = i + " " + "x".repeat(7_000);
            JsonNode answer = visitor.say("full-" + i, text);
            if (answer.has("ack")) {
                acknowledged.add(text);
            } else if (!answer.path("error").path("code").asString().equals("rate_limited")) {
                return answer.path("error").path("code").asString();
            }
        }
        return "never";
    }
}

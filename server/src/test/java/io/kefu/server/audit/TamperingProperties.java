package io.kefu.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever somebody does to the file, they cannot do it unseen. */
class TamperingProperties {
    private static final int ENTRIES = 12;

    private static Path folder;
    private static Log log;
    private static byte[] written;
    private static Head head;

    @BeforeContainer
    static void write() throws IOException {
        folder = Files.createTempDirectory("kefu-audit");
        log = new Log(folder.resolve("audit")).with(ENTRIES);
        written = log.bytes(0);
        head = log.verified().head();
    }

    @AfterContainer
    static void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 300)
    void a_changed_byte_is_seen(
            @ForAll @IntRange(max = 1_000_000) int at, @ForAll @IntRange(min = 1, max = 255) int by) {
        byte[] bytes = written.clone();
        bytes[at % bytes.length] ^= (byte) by;
        assertThat(seen(bytes).holds()).isFalse();
    }

    @Property(tries = 50)
    void an_entry_taken_away_is_seen(@ForAll @IntRange(max = ENTRIES - 1) int which) {
        List<String> lines = lines();
        lines.remove(which);
        assertThat(seen(lines).holds()).isFalse();
    }

    @Property(tries = 50)
    void an_entry_written_anew_with_its_own_digest_is_seen(@ForAll @IntRange(max = ENTRIES - 1) int which) {
        List<String> lines = lines();
        String forged = Chain.text(lines.get(which)).replace("\"root\"", "\"mary\"");
        lines.set(which, Chain.digest(forged) + " " + forged);
        assertThat(seen(lines).holds()).isFalse();
    }

    @Property(tries = 50)
    void two_entries_in_the_other_order_are_seen(@ForAll @IntRange(max = ENTRIES - 2) int which) {
        List<String> lines = lines();
        lines.add(which, lines.remove(which + 1));
        assertThat(seen(lines).holds()).isFalse();
    }

    private static List<String> lines() {
        return new ArrayList<>(
                new String(written, StandardCharsets.UTF_8).lines().toList());
    }

    private static Verification seen(List<String> lines) {
        return seen((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** By whoever has noted where the log ended. */
    private static Verification seen(byte[] bytes) {
        log.write(0, bytes);
        return Verification.of(log.folder(), Optional.of(head));
    }
}

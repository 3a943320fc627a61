package io.kefu.kefuctl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.etcd.Keys;
import io.kefu.kefuctl.etcd.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    private static final int NOBODY = 65_534;

    @TempDir
    Path root;

    private Path data;
    private Path room;
    private Path victim;
    private KeyFiles files;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(root.resolve("data"));
        room = data.resolve("synced");
        victim = Files.createDirectories(root.resolve("victim/7")).getParent();
        Files.writeString(victim.resolve("passwd"), "root");
        files = new KeyFiles(data);
    }

    private static Keys keys(long revision, String... names) {
        Map<String, byte[]> values = new TreeMap<>();
        for (String name : names) {
            values.put(name, "a: 1\n".getBytes(StandardCharsets.UTF_8));
        }
        return new Keys(revision, new TreeMap<>(values));
    }

    private void assertVictimIsWhole() throws IOException {
        try (var all = Files.list(victim)) {
            assertThat(all.map(each -> each.getFileName().toString())).containsExactlyInAnyOrder("7", "passwd");
        }
        assertThat(Files.getAttribute(victim, "unix:uid")).isEqualTo(Files.getAttribute(root, "unix:uid"));
        assertThat(Files.getAttribute(victim.resolve("passwd"), "unix:uid"))
                .isEqualTo(Files.getAttribute(root, "unix:uid"));
    }

    @Test
    void a_room_that_is_a_link_is_refused_and_where_it_leads_nothing_changes() throws IOException {
        Files.createSymbolicLink(room, victim);
        assertThatThrownBy(() -> files.write(keys(7, "server.yaml")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(room.toString())
                .hasMessageContaining("is no directory");
        assertThatThrownBy(() -> files.keepOnly(room.resolve("8"))).isInstanceOf(CommandFailure.class);
        assertThatThrownBy(() -> files.remove(room.resolve("7"))).isInstanceOf(CommandFailure.class);
        assertVictimIsWhole();
    }

    @Test
    void links_in_it_are_taken_away_and_not_followed() throws IOException {
        Path old = files.write(keys(5, "server.yaml"));
        Files.createSymbolicLink(old.resolve("groups"), victim);
        files.write(keys(5, "groups/night.yaml"));
        assertThat(old.resolve("groups")).isDirectory();
        assertThat(Files.isSymbolicLink(old.resolve("groups"))).isFalse();
        Files.createSymbolicLink(old.resolve("more"), victim);
        Path now = files.write(keys(6, "server.yaml"));
        files.keepOnly(now);
        assertThat(room).isDirectoryNotContaining("glob:**/5");
        Files.createSymbolicLink(room.resolve("9"), victim);
        files.write(keys(9, "server.yaml"));
        assertThat(Files.isSymbolicLink(room.resolve("9"))).isFalse();
        assertVictimIsWhole();
    }

    @Test
    void only_folders_of_revisions_are_taken_away_and_not_what_another_sync_has_just_laid_out() throws IOException {
        Path now = files.write(keys(8, "server.yaml"));
        Path other = new KeyFiles(data).write(keys(9, "server.yaml"));
        Path left = new KeyFiles(data).write(keys(3, "server.yaml"));
        Path notes = Files.createDirectory(room.resolve("notes"));
        FileTime before = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(left, before);
        Files.setLastModifiedTime(notes, before);
        files.keepOnly(now);
        assertThat(now).exists();
        assertThat(other).exists();
        assertThat(notes).exists();
        assertThat(left).doesNotExist();
    }

    @Test
    void what_root_lays_out_is_the_servers() throws IOException {
        assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(root, "unix:uid")), "only root gives files away");
        Files.setAttribute(data, "unix:uid", NOBODY);
        Path directory = files.write(keys(5, "server.yaml", "groups/a/night.yaml"));
        try (var all = Files.walk(room)) {
            assertThat(all.toList())
                    .hasSize(6)
                    .allSatisfy(each -> assertThat(Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                            .isEqualTo(NOBODY));
        }
        assertThat(directory.resolve("groups/a/night.yaml")).hasContent("a: 1");
    }

    @Test
    void a_room_of_somebody_elses_is_refused() throws IOException {
        assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(root, "unix:uid")), "only root gives files away");
        Files.setAttribute(data, "unix:uid", NOBODY);
        Files.createDirectories(room.resolve("7"));
        assertThatThrownBy(() -> files.write(keys(7, "server.yaml")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is not the server's");
        assertThat(Files.getAttribute(room, "unix:uid")).isEqualTo(0);
    }

    @Test
    void what_is_no_name_of_a_file_is_told_plainly_and_in_bounds() {
        Prefix prefix = new Prefix("/kefu/shop");
        String long100 = "甲".repeat(100) + ".yaml";
        assertThat(KeyFiles.problems(prefix, keys(1, "甲".repeat(80) + ".yaml"))).isEmpty();
        assertThat(KeyFiles.problems(prefix, keys(1, "a".repeat(95) + ".yaml"))).isEmpty();
        assertThat(KeyFiles.problems(prefix, keys(1, long100))).contains("is no path of a file");
        assertThat(KeyFiles.problems(prefix, keys(1, "甲".repeat(90) + ".yaml"))).contains("is no path of a file");
        String hostile = KeyFiles.problems(prefix, keys(1, "a\u001b[2J\nb.yaml", "x".repeat(5_000) + ".yaml"));
        assertThat(hostile).doesNotContain("\u001b", "x".repeat(500)).hasLineCount(2);
    }
}

package io.kefu.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What backups and restores leave behind when their process is killed, and who takes it away. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KilledWorkTest {
    private static final List<String> FILES =
            List.of("accounts.db", "config/a.yaml", "files/ab/abcd", "journal/one", "tiers/note");

    @TempDir
    Path folder;

    private Path archive;
    private Path target;

    @BeforeEach
    void anArchive() throws Exception {
        archive = folder.resolve("kefu.zip");
        target = Files.createDirectories(folder.resolve("place")).resolve("kefu");
        Path source = folder.resolve("source");
        try (ArchiveWriter writer = new ArchiveWriter(archive)) {
            for (String each : FILES) {
                Path file = source.resolve(each);
                Files.createDirectories(file.getParent());
                writer.add(each, Files.writeString(file, "what is in " + each));
            }
            writer.finish(new Manifest("1.2.3", Instant.EPOCH, 0, 7, List.of(), List.of(), writer.entries()));
        }
    }

    @Test
    void a_killed_restore_leaves_nothing_once_the_next_has_run() throws Exception {
        try (Victim victim = Victim.restore(archive, target)) {
            assertThat(hidden(target.getParent())).hasSize(1);
            assertThatThrownBy(this::restore).hasMessageContaining("is under way");
            assertThat(hidden(target.getParent())).hasSize(1);
            victim.kill();
        }
        assertThat(target).doesNotExist();
        restore();
        isWhole();
        assertThat(hidden(target.getParent())).isEmpty();
    }

    @Test
    void a_killed_restore_into_an_empty_folder_leaves_nothing_once_the_next_has_run() throws Exception {
        Files.createDirectory(target);
        try (Victim victim = Victim.restore(archive, target)) {
            assertThatThrownBy(this::restore).hasMessageContaining("is under way");
            assertThatThrownBy(() -> Restore.settle(target)).hasMessageContaining("is under way");
            victim.kill();
        }
        assertThat(hidden(target)).hasSize(1);
        restore();
        isWhole();
    }

    @Test
    void what_is_restored_for_another_place_is_none_of_its_business() throws Exception {
        try (Victim victim = Victim.restore(archive, target.resolveSibling("kefu.restoring1"))) {
            restore();
            isWhole();
            victim.kill();
        }
        assertThat(hidden(target.getParent())).hasSize(1);
    }

    /** Renames: the one after which the restore counts as done, and one for each of what is at the top. */
    @Test
    void a_restore_that_is_killed_between_any_two_moves_is_ended_by_the_next_command() throws Exception {
        int moves = 1 + (int) FILES.stream().map(KilledWorkTest::top).distinct().count();
        for (int done = 0; done <= moves; done++) {
            target = folder.resolve("place/kefu" + done);
            Files.createDirectory(target);
            Victim.restoreOf(archive, target, done).awaitDeath();
            if (done == 0) {
                restore();
            } else {
                assertThat(hidden(target)).as("after %d moves", done).hasSize(done < moves ? 1 : 0);
                assertThatThrownBy(this::restore)
                        .as("after %d moves", done)
                        .hasMessageContaining("is not empty")
                        .hasMessageContaining("mv ");
            }
            isWhole();
        }
    }

    @Test
    void a_data_directory_that_is_half_in_place_is_whole_before_its_server_starts() throws Exception {
        Files.createDirectory(target);
        Victim.restoreOf(archive, target, 3).awaitDeath();
        assertThat(Trees.children(target)).hasSize(3);
        Restore.settle(target);
        isWhole();
    }

    /** Each has found the place empty before the other had begun, and stands where it has yet to see that. */
    @Test
    void of_two_restores_into_one_empty_folder_none_writes_over_what_the_other_brought() throws Exception {
        Files.createDirectory(target);
        Restore late = new Restore(archive, target, _ -> quicker());
        assertThatThrownBy(late::run).hasMessageContaining("is not empty").hasMessageContaining("mv ");
        assertThat(target.resolve("accounts.db")).hasContent("the other's");
        assertThat(Trees.children(target)).as("and nothing of it stays").hasSize(1);
    }

    private void quicker() {
        try {
            Files.writeString(target.resolve("accounts.db"), "the other's");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void two_restores_into_one_empty_folder_at_once_leave_it_whole_or_empty() throws Exception {
        for (int i = 0; i < 20; i++) {
            target = folder.resolve("place/at-once" + i);
            Files.createDirectory(target);
            List<CompletableFuture<Throwable>> both = Stream.of(1, 2)
                    .map(_ -> CompletableFuture.runAsync(this::restore).handle((_, e) -> e))
                    .toList();
            List<Throwable> failures = new ArrayList<>();
            for (CompletableFuture<Throwable> each : both) {
                Throwable failure = each.get(1, TimeUnit.MINUTES);
                if (failure != null) {
                    assertThat(failure.getCause())
                            .isInstanceOf(BackupException.class)
                            .message()
                            .containsAnyOf("is under way", "is not empty");
                    failures.add(failure);
                }
            }
            assertThat(failures).isNotEmpty();
            if (failures.size() == 1) {
                isWhole();
            } else {
                assertThat(Trees.children(target)).isEmpty();
            }
        }
    }

    @Test
    void a_place_that_somebody_took_meanwhile_is_named_as_what_it_is() throws Exception {
        Restore late = new Restore(archive, target, _ -> {
            new Restore(archive, target.resolveSibling("other"), _ -> {}).run();
            move(target.resolveSibling("other"), target);
        });
        assertThatThrownBy(late::run).hasMessageContaining("is not empty");
        isWhole();
        assertThat(hidden(target.getParent())).isEmpty();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_came_into_the_way_of_moves_that_a_kill_broke_off_stays_until_it_is_moved_away() throws Exception {
        Files.createDirectory(target);
        Victim.restoreOf(archive, target, 1).awaitDeath();
        Path other = Files.writeString(target.resolve("accounts.db"), "the other's");
        assertThatThrownBy(() -> Restore.settle(target))
                .hasMessageContaining("writes over nothing")
                .hasMessageContaining("mv " + other + " " + other + ".old");
        assertThat(other).hasContent("the other's");
        assertThat(Trees.children(target)).as("nothing was moved").hasSize(2);
        Files.move(other, folder.resolve("accounts.db.old"));
        Restore.settle(target);
        isWhole();
    }

    @Test
    void a_link_that_is_called_like_a_leftover_is_not_followed() throws Exception {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("lock"), "1");
        Files.writeString(mine.resolve("precious"), "");
        Files.createSymbolicLink(target.resolveSibling(".kefu.restoring9"), mine);
        restore();
        isWhole();
        assertThat(mine.resolve("precious")).exists();
    }

    @Test
    void what_another_user_left_is_told_with_its_owner_and_what_to_say_as_such() throws Exception {
        Files.createDirectory(target);
        Path left = othersFolder(target.resolve(".kefu.restoring1"), "rwx------");
        Files.writeString(left.resolve("lock"), "1");
        String owner = Files.getOwner(left).getName();
        try (Victim victim = Victim.settling(target)) {
            assertThat(victim.says())
                    .contains(left.toString(), "by " + owner, "sudo -u " + owner + " kefuctl restore")
                    .doesNotContain("is under way");
        }
    }

    @Test
    void a_backup_is_made_where_one_may_only_write_and_where_another_user_has_left_one() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path drop = othersFolder(folder.resolve("drop"), "rwx-wx-wx");
        try (Victim victim = Victim.powerless(
                "backup", data.toString(), drop.resolve("a.zip").toString())) {
            victim.there();
        }
        Path shared = othersFolder(folder.resolve("shared"), "rwxrwxrwx");
        Files.writeString(
                othersFolder(shared.resolve(".a.zip.backing-up1"), "rwx------").resolve("lock"), "1");
        try (Victim victim = Victim.powerless(
                "backup", data.toString(), shared.resolve("a.zip").toString())) {
            victim.there();
        }
    }

    /** Which only root can make, and from which only a root is kept that has given its power away. */
    private static Path othersFolder(Path path, String permissions) throws IOException {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "root gives files to others");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv takes power away");
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        return Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }

    @Test
    void what_a_kill_left_before_its_lock_or_after_its_removal_is_taken_away() throws Exception {
        Path beside = Files.createDirectory(target.resolveSibling(".kefu.restoring123"));
        restore();
        assertThat(beside).doesNotExist();
    }

    @Test
    void a_killed_backup_leaves_nothing_once_another_was_made_beside_it() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path backups = Files.createDirectory(folder.resolve("backups"));
        Backup next = new Backup(data, backups.resolve("next.zip"));
        try (Victim victim = Victim.backup(data, backups.resolve("first.zip"))) {
            assertThat(hidden(backups)).hasSize(1);
            assertThatThrownBy(() -> next.run(new NoRoom(), "1.2.3", Instant.EPOCH))
                    .hasMessageContaining("no room");
            assertThat(hidden(backups)).as("that of the living stays").hasSize(1);
            victim.kill();
        }
        assertThat(hidden(backups)).hasSize(1);
        assertThatThrownBy(() -> next.run(new NoRoom(), "1.2.3", Instant.EPOCH)).hasMessageContaining("no room");
        assertThat(hidden(backups)).isEmpty();
    }

    private record NoRoom() implements Backup.Source {
        @Override
        public List<Manifest.Tier> copyTiers(Path directory) {
            throw new BackupException(BackupException.Kind.PLACE, "no room");
        }

        @Override
        public Backup.Reach carry(Path copied) {
            throw new IllegalStateException("nothing was copied");
        }
    }

    private void restore() {
        new Restore(archive, target, _ -> {}).run();
    }

    private void isWhole() throws IOException {
        for (String each : FILES) {
            assertThat(target.resolve(each)).hasContent("what is in " + each);
        }
        assertThat(target.resolve("tiers/restored.json")).exists();
        assertThat(hidden(target)).isEmpty();
    }

    private static String top(String file) {
        return file.replaceFirst("/.*", "");
    }

    private static List<Path> hidden(Path directory) throws IOException {
        return Trees.children(directory).stream()
                .filter(each -> each.getFileName().toString().startsWith("."))
                .toList();
    }

    /** A process of its own at such work, which it never ends. */
    static final class Victim implements AutoCloseable {
        private final Process process;

        private Victim(String... arguments) throws IOException {
            this(List.of(), arguments);
        }

        private Victim(List<String> before, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName()));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        /** By a root to whom the permissions of others' files apply. */
        static Victim powerless(String... arguments) throws IOException {
            return new Victim(
                    List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all"),
                    arguments);
        }

        /** Says why it may not settle what is in a place. */
        static Victim settling(Path target) throws IOException {
            return powerless("settle", target.toString(), "");
        }

        String says() throws IOException {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        /** On return it has unpacked all, and stands still. */
        static Victim restore(Path archive, Path target) throws IOException {
            return new Victim("restore", archive.toString(), target.toString(), "-1").there();
        }

        /** Ends as if it were killed after so many moves, or when it is through. */
        static Victim restoreOf(Path archive, Path target, int moves) throws IOException {
            return new Victim("restore", archive.toString(), target.toString(), Integer.toString(moves));
        }

        /** On return it copies the tiers, and stands still. */
        static Victim backup(Path data, Path archive) throws IOException {
            return new Victim("backup", data.toString(), archive.toString()).there();
        }

        private Victim there() throws IOException {
            assertThat(process.getInputStream().read()).as("it is there").isEqualTo('.');
            return this;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            awaitDeath();
        }

        void awaitDeath() throws InterruptedException {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        static void main(String[] arguments) {
            Path one = Path.of(arguments[1]);
            Path other = Path.of(arguments[2]);
            if (arguments[0].equals("backup")) {
                new Backup(one, other).run(new Standing(), "1.2.3", Instant.EPOCH);
            } else if (arguments[0].equals("settle")) {
                sayWhyNot(() -> Restore.settle(one));
            } else {
                int moves = Integer.parseInt(arguments[3]);
                new Restore(one, other, _ -> standIf(moves < 0), new Dying(moves)).run();
                Runtime.getRuntime().halt(137);
            }
        }

        private static void sayWhyNot(Runnable work) {
            try {
                work.run();
            } catch (BackupException e) {
                System.out.print(e.getMessage());
            }
        }

        private static void standIf(boolean so) {
            if (so) {
                new Standing().copyTiers(Path.of(""));
            }
        }
    }

    private record Standing() implements Backup.Source {
        @Override
        public List<Manifest.Tier> copyTiers(Path directory) {
            System.out.print('.');
            System.out.flush();
            try {
                TimeUnit.HOURS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }

        @Override
        public Backup.Reach carry(Path copied) {
            return new Backup.Reach(0, 0);
        }
    }

    /** Ends its process before a move, without another word. */
    private static final class Dying implements Restore.Renaming {
        private int left;

        Dying(int moves) {
            this.left = moves;
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            if (left-- == 0) {
                Runtime.getRuntime().halt(137);
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}

package io.kefu.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.storage.backup.Archive;
import io.kefu.storage.backup.Backup;
import io.kefu.storage.backup.BackupException;
import io.kefu.storage.backup.Content;
import io.kefu.storage.backup.ErasedAgain;
import io.kefu.storage.backup.Manifest;
import io.kefu.storage.backup.Restore;
import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.erasure.Erasures;
import io.kefu.storage.erasure.Tombstone;
import io.kefu.storage.erasure.Tombstones;
import io.kefu.storage.erasure.Traces;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.tier.DayDigest;
import io.kefu.storage.tier.Range;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a server that serves, and what becomes of them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BackupTest {
    @TempDir
    Path folder;

    private final Chat chat = new Chat();

    private Path data() {
        return folder.resolve("data");
    }

    private Path archive() {
        return folder.resolve("backup/kefu.zip");
    }

    private Storage open(Path data) {
        return Storage.open(data, Policies.settings(Policies.withDuckDb()), new TestSource());
    }

    /** Old days in both tiers, one of them aged, and what is no database. */
    private Storage filled() throws Exception {
        Files.createDirectories(data().resolve("config/secrets"));
        Files.writeString(data().resolve("config/secrets/visitor.key"), "a key");
        Files.createDirectories(data().resolve("files/ab"));
        Files.writeString(data().resolve("files/ab/abcd"), "a picture".repeat(5_000));
        Files.createDirectories(archive().getParent());
        Storage storage = open(data());
        chat.fill(storage);
        return storage;
    }

    @Test
    void a_backup_under_load_holds_what_was_acknowledged_and_is_restored_to_the_same_content() throws Exception {
        Manifest made;
        try (Storage storage = filled()) {
            AtomicBoolean over = new AtomicBoolean();
            Thread backup = Thread.ofPlatform().start(() -> {
                storage.backup(archive(), "1.2.3");
                over.set(true);
            });
            long before = storage.journal().end();
            chat.await("the backup is made", storage, () -> over.get() || !backup.isAlive());
            backup.join();
            made = Archive.verify(archive());
            assertThat(made.journalEnd()).isBetween(before, storage.journal().end());
            chat.await("some more is said", storage, () -> storage.journal().end() > made.journalEnd() + 50);
        }
        assertThat(Files.getPosixFilePermissions(archive())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(names(archive().getParent())).containsExactly("kefu.zip", "kefu.zip.erased");
        assertThat(made.version()).isEqualTo("1.2.3");
        assertThat(made.days()).hasSizeGreaterThanOrEqualTo(11);

        Path restored = folder.resolve("restored");
        assertThat(new Restore(archive(), restored, _ -> {}).run()).isEqualTo(made);
        assertThat(Content.of(restored.resolve("tiers"))).isEqualTo(made.days());
        assertThat(restored.resolve("config/secrets/visitor.key")).hasContent("a key");
        assertThat(Files.getPosixFilePermissions(restored.resolve("config/secrets/visitor.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(restored.resolve("files/ab/abcd")).hasSameTextualContentAs(data().resolve("files/ab/abcd"));
        theSameAsTheSource(restored, made);
    }

    /** Of every record up to the backup's offset the very same message is found in the restored server. */
    private void theSameAsTheSource(Path restored, Manifest made) throws Exception {
        try (Storage storage = open(restored);
                Storage source = open(data())) {
            Deadlines.await("it is carried", () -> Chat.isCarried(storage) && Chat.isCarried(source));
            assertThat(storage.journal().end()).isEqualTo(made.journalEnd());
            LocalDate recent = made.days().getLast().day();
            List<DayDigest> settled = made.days().stream()
                    .filter(each -> each.day().isBefore(recent.minusDays(1)))
                    .toList();
            assertThat(settled).isNotEmpty().allSatisfy(each -> {
                assertThat(source.verify(each.day()).cold()).isEqualTo(each);
                assertThat(storage.verify(each.day()).cold()).isEqualTo(each);
            });
            assertThat(storage.history().read("c0", 8, Range.after(0, 8)).messages())
                    .usingRecursiveComparison()
                    .isEqualTo(source.history().read("c0", 8, Range.after(0, 8)).messages());
        }
    }

    @Test
    void whoever_was_erased_since_is_to_be_erased_again() throws Exception {
        try (Storage storage = filled()) {
            storage.backup(archive(), "1.2.3");
        }
        Path list = folder.resolve("erased");
        Tombstones.write(list, List.of(new Tombstone("v-c3", Instant.now(), Set.of("c3"))));
        Path restored = folder.resolve("restored");
        new Restore(archive(), restored, ErasedAgain.of(list)).run();
        try (Storage storage = open(restored)) {
            assertThat(storage.erasures().isGone("c3")).isTrue();
            assertThat(storage.erasures().tombstones())
                    .extracting(Tombstone::visitorId)
                    .containsExactly("v-c3");
        }
        assertThat(ErasedAgain.of(restored).tombstones()).hasSize(1);
    }

    @Test
    void whoever_was_erased_as_the_backup_was_made_is_to_be_erased_again() throws Exception {
        try (Storage storage = filled();
                Erasures erasures = erasures(storage)) {
            erasures.start();
            String id = erasures.ask("v-c3").id();
            Deadlines.await(
                    "it is complete", () -> erasures.find(id).orElseThrow().isComplete());
            storage.backup(archive(), "1.2.3");
        }
        Path restored = folder.resolve("restored");
        new Restore(archive(), restored, _ -> {}).run();
        try (Storage storage = open(restored);
                Erasures erasures = erasures(storage)) {
            assertThat(erasures.latest(2)).hasSize(1).noneMatch(each -> each.isComplete());
        }
        assertThat(Tombstones.read(Path.of(archive() + ".erased")))
                .extracting(Tombstone::visitorId)
                .containsExactly("v-c3");
    }

    private static Erasures erasures(Storage storage) {
        return new Erasures(
                storage.erasures(),
                storage.holds(),
                _ -> new Traces.Found(Set.of("c3"), ""),
                List::of,
                () -> "e1",
                InstantSource.system());
    }

    @Test
    void a_database_of_a_later_time_than_the_restored_journal_takes_nothing_however_far_that_goes() throws Exception {
        try (EngineDatabase postgresql = Engine.postgresql().freshDatabase()) {
            StorageSettings settings = Policies.settings(Policies.with(postgresql.address()));
            Files.createDirectories(archive().getParent());
            long later;
            try (Storage storage = Storage.open(data(), settings, new TestSource())) {
                chat.fill(storage);
                storage.backup(archive(), "1.2.3");
                for (int i = 0; i < 10; i++) {
                    chat.goOn(storage);
                }
                Deadlines.await("it is carried", () -> Chat.isCarried(storage));
                later = storage.journal().end();
            }
            Path restored = Files.createDirectory(folder.resolve("restored"));
            new Restore(archive(), restored, _ -> {}).run();
            try (Storage storage = Storage.open(restored, settings, new TestSource())) {
                Deadlines.await("it is refused", () -> refusal(storage).contains("of a later time"));
                for (long seq = 1; storage.journal().end() < later + 10; seq++) {
                    storage.journal().append(List.of(TestSource.record("other", seq, "of the new time")));
                }
            }
            try (Storage storage = Storage.open(restored, settings, new TestSource())) {
                Deadlines.await("it is refused still", () -> refusal(storage).contains("is from a backup"));
                assertThat(storage.status().tiers().get(1).cursor()).isZero();
            }
        }
    }

    private static String refusal(Storage storage) {
        return storage.status().tiers().get(1).health().reason();
    }

    @Test
    void an_archive_that_is_cut_off_or_changed_is_refused_with_the_reason_and_leaves_nothing() throws Exception {
        try (Storage storage = filled()) {
            storage.backup(archive(), "1.2.3");
        }
        Path cut = Files.copy(archive(), folder.resolve("cut.zip"));
        try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
            file.setLength(file.length() - 100);
        }
        refused(cut, "is cut off");
        Path changed = Files.copy(archive(), folder.resolve("changed.zip"));
        try (RandomAccessFile file = new RandomAccessFile(changed.toFile(), "rw")) {
            // More than a header has: one byte of a time of day would change nothing that is restored.
            byte[] there = new byte[512];
            file.seek(file.length() / 3);
            file.readFully(there);
            for (int i = 0; i < there.length; i++) {
                there[i] ^= 0x55;
            }
            file.seek(file.length() / 3);
            file.write(there);
        }
        refused(changed, "changed.zip");
        Path none = Files.writeString(folder.resolve("none.zip"), "no archive at all");
        refused(none, "is no backup");
    }

    private void refused(Path archive, String reason) throws Exception {
        assertThatThrownBy(() -> Archive.verify(archive))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(reason);
        Path empty = folder.resolve("empty");
        assertThatThrownBy(() -> new Restore(archive, empty, _ -> {}).run())
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.kind()).isEqualTo(BackupException.Kind.ARCHIVE));
        assertThat(empty).doesNotExist();
        assertThat(names(folder)).noneMatch(name -> name.contains("restoring"));
    }

    @Test
    void a_place_that_is_not_empty_or_not_outside_is_refused_and_left_as_it_is() throws Exception {
        try (Storage storage = filled()) {
            storage.backup(archive(), "1.2.3");
            assertThatThrownBy(() -> storage.backup(archive(), "1.2.3")).hasMessageContaining("is there already");
            assertThatThrownBy(() -> storage.backup(data().resolve("here.zip"), "1.2.3"))
                    .hasMessageContaining("is in the data directory");
            assertThatThrownBy(() -> storage.backup(folder.resolve("nowhere/kefu.zip"), "1.2.3"))
                    .hasMessageContaining("is no directory");
            assertThatThrownBy(() -> new Restore(archive(), data(), _ -> {}).run())
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.kind()).isEqualTo(BackupException.Kind.PLACE))
                    .hasMessageContaining("is not empty");
            Files.writeString(data().resolve("run.json"), "{}");
            assertThatThrownBy(() -> new Restore(archive(), data(), _ -> {}).run())
                    .hasMessageContaining("a server runs on");
            chat.readAll(storage);
        }
    }

    @Test
    void a_disk_that_fills_up_on_the_way_is_left_without_a_trace() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()), "may not mount a tmpfs");
        try (Storage storage = filled()) {
            assertThatThrownBy(() ->
                            new Backup(data(), disk.resolve("kefu.zip")).run(new Filling(disk), "1.2.3", Instant.now()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(disk.toString());
            assertThat(names(disk)).containsExactly("ballast");
            assertThatThrownBy(() -> storage.backup(disk.resolve("kefu.zip"), "1.2.3"))
                    .hasMessageContaining("Free some space");
            assertThat(names(disk)).containsExactly("ballast");
            Files.delete(disk.resolve("ballast"));
            storage.backup(disk.resolve("kefu.zip"), "1.2.3");
            assertThat(names(disk)).containsExactly("kefu.zip", "kefu.zip.erased");
        } finally {
            run("umount", disk.toString());
        }
    }

    /** Fills the disk when it is asked for the tiers. */
    private record Filling(Path disk) implements Backup.Source {
        @Override
        public List<Manifest.Tier> copyTiers(Path directory) {
            byte[] some = new byte[1 << 20];
            try (OutputStream ballast = Files.newOutputStream(disk.resolve("ballast"))) {
                while (true) {
                    ballast.write(some);
                }
            } catch (IOException e) {
                return List.of();
            }
        }

        @Override
        public Backup.Reach carry(Path copied) {
            return new Backup.Reach(0, 0);
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    private static List<String> names(Path directory) throws Exception {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}

package io.kefu.storage.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.accounts.TestClock;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.JournalUnavailableException;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStoreTest {
    private static final PrincipalKey ANN = PrincipalKey.visitor("ann");
    private static final PrincipalKey EVE = PrincipalKey.visitor("eve");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Accounts accounts;
    private FileStore files;
    private Journal journal;
    private long seq;

    @BeforeEach
    void open() throws IOException {
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        journal = SqliteJournal.open(folder.resolve("journal"));
        files = FileStore.open(
                folder.resolve("files"),
                FilesConfig.directory(),
                accounts.database(),
                new FileLimits(1 << 20, 4_000_000, 8 << 20),
                clock);
    }

    @AfterEach
    void close() {
        files.close();
        accounts.close();
        journal.close();
    }

    /** The journal's own records mean the files that their bodies name. */
    private void sent(StoredFile file, String conversation) throws JournalUnavailableException {
        byte[] body = file.id().getBytes(UTF_8);
        journal.append(
                List.of(new JournalRecord(conversation, "e", ++seq, RecordKind.MESSAGE, "", "", clock.millis(), body)));
    }

    private int sweep() {
        return files.sweep(
                journal,
                record -> List.of(
                        new FileReference(new String(record.body(), UTF_8), record.stream(), record.atMillis())));
    }

    private StoredFile put(byte[] bytes, String name, String mime) throws IOException {
        return files.put(new ByteArrayInputStream(bytes), name, mime, ANN);
    }

    private byte[] bytes(StoredFile file) throws IOException {
        return Files.readAllBytes(files.open(file));
    }

    private long onDisk() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("files"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void what_was_stored_is_read_back_after_a_restart() throws IOException {
        byte[] text = "你好".getBytes(UTF_8);
        StoredFile file = put(text, "笔记.txt", "text/plain");
        close();
        open();

        assertThat(files.find(file.id())).contains(file);
        assertThat(bytes(file)).isEqualTo(text);
        assertThat(file.type()).isEqualTo(MediaType.TEXT);
        assertThat(file.size()).isEqualTo(6);
    }

    @Test
    void the_same_bytes_are_kept_once_under_two_ids() throws IOException {
        StoredFile one = put("same".getBytes(UTF_8), "a.txt", "");
        StoredFile two = put("same".getBytes(UTF_8), "b.txt", "");

        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(onDisk()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"png,image/png", "jpeg,image/jpeg", "gif,image/gif"})
    void a_picture_has_its_size_and_a_small_form(String format, String mime) throws IOException {
        StoredFile file = put(Pictures.of(format, 1200, 600), "a." + format, mime);

        assertThat(file.width()).isEqualTo(1200);
        assertThat(file.height()).isEqualTo(600);
        StoredFile small = files.find(file.thumbnailId().orElseThrow()).orElseThrow();
        BufferedImage image = ImageIO.read(files.open(small).toFile());
        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(160);
        assertThat(small.width()).isEqualTo(320);
    }

    @Test
    void a_thumbnail_stands_upright_and_tells_nothing_of_the_camera() throws IOException {
        StoredFile file = put(Pictures.turned(400, 200, 6, "GPS 31.2N 121.5E"), "a.jpg", "image/jpeg");
        StoredFile small = files.find(file.thumbnailId().orElseThrow()).orElseThrow();
        BufferedImage image = ImageIO.read(files.open(small).toFile());

        assertThat(List.of(file.width(), file.height())).containsExactly(200, 400);
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(160, 320);
        // Turned clockwise, what was left is above.
        assertThat(image.getRGB(80, 20) >> 16 & 0xFF).isGreaterThan(200);
        assertThat(image.getRGB(80, 300) >> 16 & 0xFF).isLessThan(50);
        assertThat(new String(bytes(small), ISO_8859_1)).doesNotContain("GPS").doesNotContain("Exif");
    }

    @Test
    void a_picture_bomb_is_refused_by_its_header() {
        assertThatThrownBy(() -> put(Pictures.bomb(60_000, 60_000), "a.png", "image/png"))
                .isInstanceOfSatisfying(
                        RefusedFile.class, e -> assertThat(e.reason()).isEqualTo(RefusedFile.Reason.TOO_LARGE));
        assertThatThrownBy(() -> put(Pictures.bomb(-1, 5), "a.png", "image/png"))
                .isInstanceOf(RefusedFile.class);
    }

    @Test
    void a_picture_too_large_to_hold_in_memory_is_kept_without_a_small_form() throws IOException {
        var roomy = FileStore.open(
                folder.resolve("roomy"),
                FilesConfig.directory(),
                accounts.database(),
                new FileLimits(1 << 30, 4_000_000, 1L << 31),
                clock);
        byte[] large = Arrays.copyOf(Pictures.of("png", 100, 50), 50 << 20);
        StoredFile file = roomy.put(new ByteArrayInputStream(large), "a.png", "image/png", ANN);

        assertThat(file.width()).isEqualTo(100);
        assertThat(file.thumbnailId()).isEmpty();
    }

    @Test
    void a_picture_that_cannot_be_decoded_is_kept_without_a_small_form() throws IOException {
        assertThat(put(Pictures.bomb(1000, 1000), "a.png", "image/png").thumbnailId())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cat.png, image/png",
        "cat.png, ''",
        "song.mp3, audio/mpeg",
        "x, image/jpeg",
        "film.mp4, video/mp4",
        "x, IMAGE/PNG"
    })
    void a_page_that_says_it_is_a_picture_is_refused(String name, String mime) throws IOException {
        assertThatThrownBy(() -> put("<html><script>alert(1)</script>".getBytes(UTF_8), name, mime))
                .isInstanceOfSatisfying(
                        RefusedFile.class, e -> assertThat(e.reason()).isEqualTo(RefusedFile.Reason.UNSUPPORTED_TYPE));
        assertThat(onDisk()).isZero();
    }

    @Test
    void a_picture_under_another_pictures_name_is_put_right() throws IOException {
        assertThat(put(Pictures.of("jpeg", 4, 4), "a.png", "image/png").type()).isEqualTo(MediaType.JPEG);
    }

    @ParameterizedTest
    @CsvSource({"page.html,text/html", "pic.svg,image/svg+xml", "x,text/html", "a.txt,text/plain"})
    void a_page_that_says_so_is_bytes(String name, String mime) throws IOException {
        StoredFile file = put("<svg onload=alert(1)>".getBytes(UTF_8), name, mime);
        assertThat(file.type()).isEqualTo(MediaType.BINARY);
        assertThat(file.type().inline()).isFalse();
    }

    @Test
    void too_large_empty_and_badly_named_files_leave_nothing() throws IOException {
        assertThatThrownBy(() -> put(new byte[(1 << 20) + 1], "a", "")).hasMessageContaining("1048576 bytes");
        assertThatThrownBy(() -> put(new byte[0], "a", "")).hasMessageContaining("empty");
        assertThatThrownBy(() -> put(new byte[1], "n".repeat(10_000_000), "")).hasMessageContaining("255");
        assertThatThrownBy(() -> put(new byte[1], "n".repeat(256), "")).hasMessageContaining("255");
        assertThat(onDisk()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, passwd",
        "C:\\x\\a.txt, a.txt",
        "'a\r\nSet-Cookie: x', 'aSet-Cookie: x'",
        "'', file",
        "'..', file",
        "'/', file"
    })
    void a_name_is_no_path_and_breaks_no_header(String name, String expected) throws IOException {
        assertThat(put(new byte[1], name, "").name()).isEqualTo(expected);
    }

    @Test
    void a_direction_override_is_taken_out_of_a_name() throws IOException {
        assertThat(put(new byte[1], "photo\u202Egpj.exe", "").name()).isEqualTo("photogpj.exe");
    }

    @Test
    void damage_on_the_disk_is_found_before_a_byte_leaves() throws IOException {
        StoredFile file = put("precious".getBytes(UTF_8), "a.txt", "");
        Path damaged = Files.writeString(files.open(file), "precioux");
        Files.setLastModifiedTime(damaged, FileTime.from(clock.instant().plusSeconds(60)));

        assertThatThrownBy(() -> files.open(file)).hasMessageContaining("restore it from a backup");
    }

    @Test
    void only_its_owner_can_put_a_file_into_a_conversation() throws IOException {
        StoredFile file = put(Pictures.of("png", 10, 10), "a.png", "");

        assertThat(files.show(file.id(), "c1", EVE)).isFalse();
        assertThat(files.conversations(file.id())).isEmpty();
        assertThat(files.show(file.id(), "c1", ANN)).isTrue();
        assertThat(files.conversations(file.id())).containsExactly("c1");
        assertThat(files.conversations(file.thumbnailId().orElseThrow())).containsExactly("c1");
        assertThat(files.show(file.id(), "c1", EVE)).isTrue(); // there already: a quotation
        assertThat(files.show(file.id(), "c2", EVE)).isFalse();
        assertThat(files.show("guess", "c1", ANN)).isFalse();
    }

    @Test
    void a_file_that_is_about_to_be_shown_may_be_opened_already() throws IOException {
        StoredFile file = put(Pictures.of("png", 500, 500), "a.png", "");
        String small = file.thumbnailId().orElseThrow();
        files.shownSoon(file.id(), small, "c1");

        assertThat(files.conversations(file.id())).containsExactly("c1");
        assertThat(files.conversations(small)).containsExactly("c1");
        files.show(file.id(), "c1", ANN);
        assertThat(files.conversations(file.id())).containsExactly("c1");
        assertThat(files.conversations(small)).containsExactly("c1");
    }

    @Test
    void bytes_that_nobody_touched_are_read_through_once() throws IOException {
        StoredFile file = put("precious".getBytes(UTF_8), "a.txt", "");
        Path home = files.open(file);
        FileTime before = Files.getLastModifiedTime(home);
        Files.writeString(home, "precioux");
        Files.setLastModifiedTime(home, before);

        assertThat(files.open(file)).isEqualTo(home); // its digest was not asked for again
    }

    @Test
    void an_upload_that_was_never_sent_goes_after_a_week_and_no_other() throws Exception {
        StoredFile sent = put("sent".getBytes(UTF_8), "a.txt", "");
        StoredFile unsent = put(Pictures.of("png", 500, 500), "b.png", "");
        StoredFile sameBytes = put("sent".getBytes(UTF_8), "c.txt", "");
        StoredFile promised = put("promised".getBytes(UTF_8), "d.txt", "");
        files.show(sent.id(), "c1", ANN);
        sent(sent, "c1");
        files.show(promised.id(), "c1", ANN); // and its message never came
        clock.advance(Duration.ofDays(6)); // an outbox may wait as long as its message's id is remembered
        assertThat(sweep()).isZero();
        clock.advance(Duration.ofDays(1).plusSeconds(1));

        assertThat(sweep()).isEqualTo(3);
        assertThat(files.find(unsent.id())).isEmpty();
        assertThat(files.find(unsent.thumbnailId().orElseThrow())).isEmpty();
        assertThat(files.find(sameBytes.id())).isEmpty();
        assertThat(files.find(promised.id())).isEmpty();
        assertThat(bytes(sent)).asString(UTF_8).isEqualTo("sent");
        assertThat(onDisk()).isEqualTo(1);
        assertThat(files.bytes()).isEqualTo(4);
    }

    @Test
    void an_old_upload_that_is_being_sent_stays_for_its_message() throws Exception {
        StoredFile late = put("late".getBytes(UTF_8), "a.txt", "");
        StoredFile never = put("never".getBytes(UTF_8), "b.txt", "");
        clock.advance(Duration.ofDays(8));
        assertThat(files.findToSend(late.id(), EVE)).isEmpty();
        assertThat(files.findToSend(late.id(), ANN)).contains(late);
        assertThat(files.findToSend(never.id(), ANN)).contains(never);

        assertThat(sweep()).isZero();
        sent(late, "c1");
        assertThat(sweep()).isEqualTo(1);
        assertThat(files.findToSend(never.id(), ANN)).isEmpty();
        assertThat(files.find(late.id())).isPresent();
    }

    @Test
    void bytes_that_cannot_be_removed_do_not_keep_others() throws Exception {
        Path first = loose("00".repeat(32));
        Files.delete(first);
        Files.createFile(Files.createDirectories(first).resolve("in the way"));
        Path second = loose("ff".repeat(32));

        assertThat(files.tidy()).isEqualTo(1);
        assertThat(second).doesNotExist();
        Files.delete(first.resolve("in the way"));
        assertThat(files.tidy()).isZero();
        assertThat(first).doesNotExist();
    }

    /** As an upload leaves it that is cut off. */
    private Path loose(String digest) throws IOException {
        Path home = folder.resolve("files").resolve(DirectoryContents.name(digest));
        Files.createDirectories(home.getParent());
        accounts.database().write(dsl -> {
            LooseRows.add(dsl, digest);
            return digest;
        });
        return Files.writeString(home, "stray");
    }

    @Test
    void a_message_in_the_journal_keeps_its_file_though_nothing_else_was_noted() throws Exception {
        StoredFile file = put(Pictures.of("png", 500, 500), "b.png", "");
        sent(file, "c1"); // and the server was killed before it noted who may see the file
        close();
        open();
        clock.advance(Duration.ofDays(8));

        assertThat(sweep()).isZero();
        assertThat(files.conversations(file.id())).containsExactly("c1");
        assertThat(files.conversations(file.thumbnailId().orElseThrow())).containsExactly("c1");
    }

    @Test
    void a_file_goes_with_the_last_conversation_that_shows_it_and_its_thumbnail_too() throws Exception {
        StoredFile file = put(Pictures.of("png", 500, 500), "b.png", "");
        StoredFile others = put(Pictures.of("png", 500, 500), "b.png", "");
        files.show(file.id(), "c1", ANN);
        files.show(file.id(), "c2", ANN);
        files.show(others.id(), "c3", ANN);

        assertThat(files.forgetConversations(List.of("c1"))).isEqualTo(Forgotten.NOTHING);
        assertThat(files.conversations(file.id())).containsExactly("c2");
        assertThat(files.forgetConversations(List.of("c2", "unknown"))).isEqualTo(new Forgotten(1, 0, 0, 0));
        assertThat(files.find(file.id())).isEmpty();
        assertThat(files.find(file.thumbnailId().orElseThrow())).isEmpty();
        assertThat(onDisk()).isEqualTo(2); // the same bytes are another's
        Forgotten gone = files.forgetConversations(List.of("c3"));
        assertThat(gone.files()).isEqualTo(1);
        assertThat(gone.contents()).isEqualTo(2);
        assertThat(gone.bytes()).isPositive();
        assertThat(onDisk()).isZero();
        assertThat(files.bytes()).isZero();
        assertThat(files.forgetConversations(List.of("c1", "c2", "c3"))).isEqualTo(Forgotten.NOTHING);
    }

    @Test
    void nothing_of_a_visitor_is_left_and_others_keep_theirs() throws Exception {
        StoredFile unsent = put("unsent".getBytes(UTF_8), "a.txt", "");
        StoredFile sent = put("sent".getBytes(UTF_8), "a.txt", "");
        StoredFile answer = files.put(new ByteArrayInputStream("answer".getBytes(UTF_8)), "b.txt", "", EVE);
        StoredFile same = files.put(new ByteArrayInputStream("sent".getBytes(UTF_8)), "b.txt", "", EVE);
        files.show(sent.id(), "c1", ANN);
        files.show(answer.id(), "c1", EVE);
        files.show(same.id(), "c2", EVE);

        assertThat(files.forgetVisitor("ann", List.of("c1"), List.of())).isEqualTo(new Forgotten(3, 2, 12, 0));
        assertThat(files.find(unsent.id())).isEmpty();
        assertThat(files.find(sent.id())).isEmpty();
        assertThat(files.find(answer.id())).isEmpty();
        assertThat(bytes(same)).asString(UTF_8).isEqualTo("sent");
        assertThat(files.forgetVisitor("ann", List.of("c1"), List.of())).isEqualTo(Forgotten.NOTHING);
    }

    @Test
    void what_a_held_conversation_shows_stays_when_its_visitor_goes() throws Exception {
        StoredFile held = put("held".getBytes(UTF_8), "a.txt", "");
        StoredFile unsent = put("unsent".getBytes(UTF_8), "a.txt", "");
        files.show(held.id(), "c1", ANN);
        assertThat(files.forgetVisitor("ann", List.of(), List.of("c1", "c9")).files())
                .isEqualTo(1);
        assertThat(bytes(held)).asString(UTF_8).isEqualTo("held");
        assertThat(files.find(unsent.id())).isEmpty();
    }

    @Test
    void a_file_ages_by_the_last_message_that_shows_it() throws Exception {
        StoredFile old = put("old".getBytes(UTF_8), "a.txt", "");
        StoredFile quoted = put("quoted".getBytes(UTF_8), "b.txt", "");
        StoredFile held = put("held".getBytes(UTF_8), "c.txt", "");
        sent(old, "c1");
        sent(quoted, "c1");
        sent(held, "c2");
        clock.advance(Duration.ofDays(10));
        sent(quoted, "c1");
        sweep();
        Instant time = clock.instant().minus(Duration.ofDays(5));

        assertThat(files.forgetSentBefore(time, each -> !each.conversationId().equals("c2"))
                        .files())
                .isEqualTo(1);
        assertThat(files.find(old.id())).isEmpty();
        assertThat(files.find(quoted.id())).isPresent();
        assertThat(files.find(held.id())).isPresent();
        assertThat(files.forgetSentBefore(time, _ -> true).files()).isEqualTo(1);
        assertThat(files.find(held.id())).isEmpty();
    }

    @Test
    void more_files_than_are_looked_at_at_once_age_all() throws Exception {
        accounts.database().write(dsl -> {
            for (int i = 0; i < 1_100; i++) {
                insert(dsl, "c" + i % 2, i);
            }
            return dsl;
        });
        clock.advance(Duration.ofSeconds(2));
        assertThat(files.forgetSentBefore(
                                clock.instant(), each -> each.conversationId().equals("c1"))
                        .files())
                .isEqualTo(550);
        assertThat(files.forgetSentBefore(
                                clock.instant(), each -> each.conversationId().equals("c0"))
                        .files())
                .isEqualTo(550);
    }

    private void insert(DSLContext dsl, String conversation, int millis) {
        Instant at = clock.instant().plusMillis(millis);
        StoredFile row = new StoredFile(
                RandomIds.id(),
                "d".repeat(64),
                ANN,
                "a",
                MediaType.TEXT,
                1,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                at);
        FileRows.insert(dsl, row);
        FileReferenceRows.sent(dsl, new FileReference(row.id(), conversation, at.toEpochMilli()));
    }

    @Test
    void bytes_of_an_upload_that_was_cut_off_before_it_was_known_are_removed() throws Exception {
        StoredFile kept = put("kept".getBytes(UTF_8), "a.txt", "");
        Path home = loose("ab".repeat(32));
        accounts.database().write(dsl -> {
            LooseRows.add(dsl, kept.digest());
            return kept;
        });
        close();
        open();
        sweep();

        assertThat(home).doesNotExist();
        assertThat(bytes(kept)).asString(UTF_8).isEqualTo("kept");
    }

    @Test
    void a_large_photograph_is_kept_smaller_upright_and_without_its_place() throws IOException {
        FileStore roomy = FileStore.open(
                folder.resolve("roomy"), FilesConfig.directory(), accounts.database(), FileLimits.DEFAULT, clock);
        byte[] camera = Pictures.photograph(4000, 3000, 6, "GPS 31.2N 121.5E");
        StoredFile file = roomy.put(new ByteArrayInputStream(camera), "IMG_1.JPG", "image/jpeg", ANN);
        byte[] kept = Files.readAllBytes(roomy.open(file));

        assertThat(List.of(file.width(), file.height())).containsExactly(1920, 2560);
        assertThat(kept.length).isLessThan(camera.length / 2);
        assertThat(file.size()).isEqualTo(kept.length);
        assertThat(file.name()).isEqualTo("IMG_1.JPG");
        assertThat(new String(kept, ISO_8859_1)).doesNotContain("GPS").doesNotContain("Exif");
        BufferedImage image = ImageIO.read(roomy.open(file).toFile());
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(1920, 2560);
    }

    @Test
    void a_photograph_as_png_becomes_a_jpeg_and_says_so() throws IOException {
        FileStore roomy = FileStore.open(
                folder.resolve("roomy"), FilesConfig.directory(), accounts.database(), FileLimits.DEFAULT, clock);
        byte[] png = Pictures.photographAsPng(1200, 900);
        StoredFile file = roomy.put(new ByteArrayInputStream(png), "photo.png", "image/png", ANN);
        assertThat(file.type()).isEqualTo(MediaType.JPEG);
        assertThat(file.name()).isEqualTo("photo.jpg");
        assertThat(file.size()).isLessThan(png.length / 2);
    }

    @Test
    void small_pictures_drawings_animations_and_all_where_it_is_switched_off_stay_byte_for_byte() throws IOException {
        byte[] small = Pictures.photograph(400, 300, 1, "GPS");
        byte[] drawing = Pictures.of("png", 2000, 2000);
        byte[] animation = Arrays.copyOf(Pictures.of("gif", 2600, 300), 400 << 10);
        byte[] screenshot = Pictures.photographOnAScreen(720, 900);
        byte[] transparent = Pictures.photographWithTransparentColour(700, 500);
        assertThat(transparent.length).isGreaterThan(Photograph.SMALL);
        for (byte[] each : List.of(small, drawing, animation, screenshot, transparent)) {
            assertThat(bytes(put(each, "x", ""))).isEqualTo(each);
        }
        FilesConfig standard = FilesConfig.directory();
        FilesConfig off = new FilesConfig(
                standard.engine(),
                standard.endpoint(),
                standard.bucket(),
                standard.region(),
                standard.accessKey(),
                standard.secretKey(),
                standard.prefix(),
                standard.pathStyle(),
                standard.copies(),
                standard.keepUnsent(),
                new FilesConfig.Pictures(false, 2560, 82));
        FileStore asTheyAre =
                FileStore.open(folder.resolve("off"), off, accounts.database(), FileLimits.DEFAULT, clock);
        byte[] camera = Pictures.photograph(2000, 1500, 1, "GPS");
        StoredFile file = asTheyAre.put(new ByteArrayInputStream(camera), "a.jpg", "", ANN);
        assertThat(Files.readAllBytes(asTheyAre.open(file))).isEqualTo(camera);
    }

    @Test
    void a_jpeg_of_endless_scans_is_kept_and_never_decoded() throws IOException {
        byte[] camera = Pictures.photograph(1600, 1200, 1, "");
        byte[] bomb = Arrays.copyOf(camera, camera.length + 400);
        for (int i = camera.length; i < bomb.length; i += 2) {
            bomb[i] = (byte) 0xFF;
            bomb[i + 1] = (byte) 0xDA;
        }
        FileStore roomy = FileStore.open(
                folder.resolve("roomy"), FilesConfig.directory(), accounts.database(), FileLimits.DEFAULT, clock);
        StoredFile file = roomy.put(new ByteArrayInputStream(bomb), "a.jpg", "", ANN);
        assertThat(file.thumbnailId()).isEmpty();
        assertThat(file.size()).isEqualTo(bomb.length);
    }

    @Test
    void a_full_store_takes_nothing_more_and_says_so() throws IOException {
        for (int i = 0; i < 8; i++) {
            byte[] bytes = new byte[1 << 20];
            bytes[0] = (byte) i;
            put(bytes, "a", "");
        }
        assertThatThrownBy(() -> put(new byte[] {1, 2}, "a", ""))
                .isInstanceOfSatisfying(
                        RefusedFile.class, e -> assertThat(e.reason()).isEqualTo(RefusedFile.Reason.UNAVAILABLE))
                .hasMessageContaining("full");
    }

    @Test
    void what_a_killed_process_left_unfinished_is_removed() throws IOException {
        Files.writeString(folder.resolve("files/incoming/x.part"), "half");
        close();
        open();
        assertThat(onDisk()).isZero();
    }
}

package io.kefu.storage.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.TestClock;
import io.kefu.storage.accounts.TokenLifetimes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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

    @BeforeEach
    void open() throws IOException {
        accounts = Accounts.open(folder, clock, TokenLifetimes.DEFAULT);
        files = new FileStore(
                folder.resolve("files"), accounts.database(), new FileLimits(1 << 20, 4_000_000, 8 << 20), clock);
    }

    @AfterEach
    void close() {
        accounts.close();
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
        var roomy = new FileStore(
                folder.resolve("roomy"), accounts.database(), new FileLimits(1 << 30, 4_000_000, 1L << 31), clock);
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
    void an_upload_that_was_never_sent_goes_after_a_week_and_no_other() throws IOException {
        StoredFile sent = put("sent".getBytes(UTF_8), "a.txt", "");
        StoredFile unsent = put(Pictures.of("png", 500, 500), "b.png", "");
        StoredFile sameBytes = put("sent".getBytes(UTF_8), "c.txt", "");
        files.show(sent.id(), "c1", ANN);
        clock.advance(Duration.ofDays(6)); // an outbox may wait as long as its message's id is remembered
        assertThat(files.sweep()).isZero();
        clock.advance(Duration.ofDays(1).plusSeconds(1));

        assertThat(files.sweep()).isEqualTo(2);
        assertThat(files.find(unsent.id())).isEmpty();
        assertThat(files.find(unsent.thumbnailId().orElseThrow())).isEmpty();
        assertThat(files.find(sameBytes.id())).isEmpty();
        assertThat(bytes(sent)).asString(UTF_8).isEqualTo("sent");
        assertThat(onDisk()).isEqualTo(1);
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

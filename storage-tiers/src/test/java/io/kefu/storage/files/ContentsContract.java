package io.kefu.storage.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the place of files' bytes promises, whichever it is. */
abstract class ContentsContract {
    private static final String NOTHING = "0".repeat(64);

    @TempDir
    Path folder;

    Incomings incomings;
    Contents contents;

    /** The place, as it is after a restart: what was kept is there. Each test has one of its own. */
    abstract Contents open() throws IOException;

    /** Puts other bytes where these are. */
    abstract void damage(String digest) throws IOException;

    /** How many contents are there. */
    abstract long count() throws IOException;

    @BeforeEach
    void openOnce() throws IOException {
        incomings = new Incomings(folder.resolve("incoming"));
        contents = open();
    }

    @AfterEach
    void close() {
        contents.close();
    }

    void reopen() throws IOException {
        contents.close();
        contents = open();
    }

    String keep(byte[] bytes) throws IOException {
        Incoming incoming = incomings.receive(new ByteArrayInputStream(bytes), bytes.length);
        try {
            contents.keep(incoming);
            return incoming.digest();
        } finally {
            incomings.discard(incoming);
        }
    }

    String keep(String text) throws IOException {
        return keep(text.getBytes(UTF_8));
    }

    @Test
    void what_was_kept_is_read_after_a_restart() throws IOException {
        String digest = keep("你好");
        reopen();
        assertThat(Files.readString(contents.checked(digest))).isEqualTo("你好");
    }

    @Test
    void the_same_bytes_are_there_once() throws IOException {
        assertThat(keep("same")).isEqualTo(keep("same"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void a_large_file_comes_back_as_it_was() throws IOException {
        byte[] bytes = new byte[20 << 20];
        new Random(7).nextBytes(bytes);
        String digest = keep(bytes);
        reopen();
        assertThat(Files.readAllBytes(contents.checked(digest))).isEqualTo(bytes);
    }

    @Test
    void damaged_bytes_are_never_given() throws IOException {
        String digest = keep("precious");
        damage(digest);
        assertThatThrownBy(() -> contents.checked(digest))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("restore it from a backup");
    }

    @Test
    void what_is_gone_is_told_apart_from_a_place_that_is_away() {
        assertThatThrownBy(() -> contents.checked(NOTHING))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void deleted_bytes_are_gone_and_may_come_again() throws IOException {
        String digest = keep("short-lived");
        contents.delete(digest);
        contents.delete(digest);
        contents.delete(NOTHING);
        assertThat(count()).isZero();
        assertThatThrownBy(() -> contents.checked(digest)).isInstanceOf(DamagedFileException.class);
        assertThat(keep("short-lived")).isEqualTo(digest);
        assertThat(Files.readString(contents.checked(digest))).isEqualTo("short-lived");
    }

    @Test
    void many_at_once_keep_and_read_the_same_and_others() throws Exception {
        List<Future<String>> read = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                String text = "message " + i % 8;
                read.add(people.submit(() -> Files.readString(contents.checked(keep(text)))));
            }
        }
        for (int i = 0; i < 32; i++) {
            assertThat(read.get(i).get()).isEqualTo("message " + i % 8);
        }
        assertThat(count()).isEqualTo(8);
        try (Stream<Path> left = Files.list(folder.resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }
}

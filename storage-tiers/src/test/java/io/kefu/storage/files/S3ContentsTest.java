package io.kefu.storage.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.FaultProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3ContentsTest extends ContentsContract {
    private final TestBucket bucket = new TestBucket(Engine.of(EngineKind.S3).address());
    private final AtomicLong nanos = new AtomicLong();
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @AfterEach
    void closeBucket() {
        bucket.close();
    }

    @Override
    Contents open() throws IOException {
        return open(bucket.config(), 1 << 30);
    }

    private Contents open(FilesConfig config, long copiesBytes) throws IOException {
        InstantSource clock = () -> now;
        return new S3Contents(
                new S3Bucket(config, nanos::get),
                new Copies(copies(), copiesBytes, clock),
                incomings,
                new DirectoryContents(folder.resolve("before")));
    }

    private Path copies() {
        return folder.resolve("copies");
    }

    private void loseCopies() throws IOException {
        try (Stream<Path> all = Files.walk(copies())) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        reopen();
    }

    @Override
    void damage(String digest) throws IOException {
        bucket.write(digest, "precioux");
        loseCopies();
    }

    @Override
    long count() {
        return bucket.keys().size();
    }

    @Test
    void bytes_come_back_from_the_bucket_when_there_is_no_copy() throws IOException {
        String digest = keep("far away");
        loseCopies();
        assertThat(Files.readString(contents.checked(digest))).isEqualTo("far away");
        assertThat(bucket.keys()).containsExactly("kefu/" + DirectoryContents.name(digest));
    }

    @Test
    void a_damaged_copy_is_fetched_again() throws IOException {
        String digest = keep("precious");
        Path copy = contents.checked(digest);
        Files.writeString(copy, "precioux!");
        assertThat(Files.readString(contents.checked(digest))).isEqualTo("precious");
    }

    @Test
    void an_object_of_another_size_is_written_again() throws IOException {
        String digest = keep("precious");
        bucket.write(digest, "half");
        keep("precious");
        loseCopies();
        assertThat(Files.readString(contents.checked(digest))).isEqualTo("precious");
    }

    @Test
    void files_from_before_the_bucket_are_still_read_and_removed() throws IOException {
        DirectoryContents before = new DirectoryContents(Files.createDirectories(folder.resolve("before")));
        Incoming old = incomings.receive(new ByteArrayInputStream("old".getBytes(UTF_8)), 3);
        before.keep(old);
        assertThat(Files.readString(contents.checked(old.digest()))).isEqualTo("old");
        contents.delete(old.digest());
        assertThatThrownBy(() -> contents.checked(old.digest())).isInstanceOf(DamagedFileException.class);
    }

    @Test
    void copies_stay_within_their_bound_but_for_a_minute() throws IOException {
        contents.close();
        contents = open(bucket.config(), 100);
        String first = keep("a".repeat(60));
        Path copy = contents.checked(first);
        keep("b".repeat(60));
        assertThat(copy).exists(); // its reader may not have opened it yet
        now = now.plus(Duration.ofMinutes(2));
        keep("c".repeat(60));
        assertThat(copy).doesNotExist();
        assertThat(Files.readString(contents.checked(first))).isEqualTo("a".repeat(60));
    }

    @Test
    void a_server_that_is_away_is_not_asked_for_a_while_and_is_found_again() throws IOException {
        try (FaultProxy proxy = FaultProxy.to(Engine.of(EngineKind.S3).address())) {
            contents.close();
            contents = open(bucket.through(proxy.port()), 1 << 30);
            String kept = keep("kept");
            proxy.refuse();
            assertThatThrownBy(() -> keep("lost")).isInstanceOf(ContentsUnavailableException.class);
            assertThat(Files.readString(contents.checked(kept))).isEqualTo("kept"); // of the copy
            assertThatThrownBy(() -> contents.delete(kept)).isInstanceOf(ContentsUnavailableException.class);
            assertThatThrownBy(() -> keep("lost")).hasMessageContaining("did not answer a moment ago");
            proxy.heal();
            assertThat(answered(() -> Files.readString(contents.checked(kept)))).isEqualTo("kept");
            assertThat(answered(() -> Files.readString(contents.checked(keep("again")))))
                    .isEqualTo("again");
            assertThat(contents.trouble()).isEmpty();
        }
    }

    @Test
    void a_server_that_hangs_is_given_up() throws IOException {
        try (FaultProxy proxy = FaultProxy.to(Engine.of(EngineKind.S3).address())) {
            contents.close();
            contents = open(bucket.through(proxy.port()), 1 << 30);
            proxy.hold();
            assertThatThrownBy(() -> keep("lost")).isInstanceOf(ContentsUnavailableException.class);
            assertThat(contents.trouble()).contains("could not be asked for");
        }
    }

    /** As soon as the server answers; each refusal is followed by the time for which it is not asked. */
    private String answered(Callable<String> call) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try {
                return call.call();
            } catch (ContentsUnavailableException e) {
                assertThat(deadline - System.nanoTime()).as(e.getMessage()).isPositive();
                nanos.addAndGet(S3Bucket.REST.toNanos());
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void an_answer_that_is_cut_off_is_no_answer() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(Engine.of(EngineKind.S3).address())) {
            String digest = keep("x".repeat(5 << 20));
            loseCopies();
            contents.close();
            contents = open(bucket.through(proxy.port()), 1 << 30);
            proxy.slow(1 << 18);
            AtomicBoolean over = new AtomicBoolean();
            Thread cutter = Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    proxy.reset();
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
            });
            try {
                assertThatThrownBy(() -> contents.checked(digest)).isInstanceOf(ContentsUnavailableException.class);
            } finally {
                over.set(true);
                cutter.join();
            }
            proxy.heal();
            assertThat(answered(() -> Files.readString(contents.checked(digest))))
                    .hasSize(5 << 20);
        }
        try (Stream<Path> left = Files.list(folder.resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void wrong_keys_and_a_bucket_that_there_is_not_name_the_remedy() throws IOException {
        contents.close();
        contents = open(bucket.withSecret("not-the-secret"), 1 << 30);
        assertThatThrownBy(() -> keep("x"))
                .isInstanceOf(ContentsUnavailableException.class)
                .hasMessageContaining("check `accessKey`, `secretKey`")
                .hasMessageNotContaining("not-the-secret");
        contents.close();
        contents = open(bucket.withBucket("no-such-bucket-here"), 1 << 30);
        assertThatThrownBy(() -> keep("x")).hasMessageContaining("make the bucket");
        // Refused before it was read to the end.
        assertThatThrownBy(() -> keep("x".repeat(16 << 20))).hasMessageContaining("make the bucket");
    }
}

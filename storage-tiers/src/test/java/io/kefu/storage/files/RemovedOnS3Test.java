package io.kefu.storage.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.accounts.TokenLifetimes;
import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.FaultProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was removed stays neither in the bucket nor here. */
class RemovedOnS3Test {
    private static final PrincipalKey ANN = PrincipalKey.visitor("ann");

    @TempDir
    Path folder;

    private final TestBucket bucket = new TestBucket(Engine.of(EngineKind.S3).address());
    private final FaultProxy proxy = FaultProxy.to(Engine.of(EngineKind.S3).address());
    private Accounts accounts;
    private FileStore files;

    @BeforeEach
    void open() throws IOException {
        accounts = Accounts.open(folder, InstantSource.system(), TokenLifetimes.DEFAULT);
        files = open("files");
    }

    private FileStore open(String directory) throws IOException {
        return FileStore.open(
                folder.resolve(directory),
                bucket.through(proxy.port()),
                accounts.database(),
                FileLimits.DEFAULT,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        files.close();
        accounts.close();
        proxy.close();
        bucket.close();
    }

    private StoredFile put(String text) throws IOException {
        return files.put(new ByteArrayInputStream(text.getBytes(UTF_8)), "a.txt", "", ANN);
    }

    @Test
    void bytes_that_are_removed_while_they_are_fetched_leave_no_copy() throws IOException {
        StoredFile file = put("precious");
        try (FileStore without = open("elsewhere")) {
            accounts.database().write(dsl -> Shelf.takeDown(dsl, file)); // by a removal, as they come
            assertThatThrownBy(() -> without.open(file))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("removed");
            try (Stream<Path> left = Files.walk(folder.resolve("elsewhere"))) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void what_an_absent_server_still_has_is_told_until_it_is_gone() throws IOException {
        put("precious");
        put("as well");
        proxy.refuse();
        assertThat(files.forgetVisitor("ann", List.of(), List.of())).isEqualTo(new Forgotten(2, 0, 0, 2));
        assertThat(files.forgetVisitor("ann", List.of(), List.of())).isEqualTo(Forgotten.NOTHING);
        assertThat(files.tidy()).isEqualTo(2); // though no row is left that says so
        assertThat(bucket.keys()).hasSize(2);

        proxy.heal();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (files.tidy() > 0) {
            assertThat(deadline - System.nanoTime()).as(files.trouble()).isPositive();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        assertThat(bucket.keys()).isEmpty();
    }
}

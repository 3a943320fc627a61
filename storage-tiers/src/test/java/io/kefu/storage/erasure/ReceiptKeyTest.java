package io.kefu.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.fault.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReceiptKeyTest {
    @TempDir
    private Path directory;

    private Path key;
    private Path pub;

    @BeforeEach
    void name() {
        key = directory.resolve("erasures.key");
        pub = directory.resolve("erasures.pub");
    }

    @Test
    void the_public_half_is_written_again_from_the_secret_one_which_stays() throws Exception {
        ReceiptKey made = ReceiptKey.of(directory);
        String secret = Files.readString(key);
        Files.delete(pub);
        assertThat(ReceiptKey.of(directory).id()).isEqualTo(made.id());
        assertThat(Files.readString(key)).isEqualTo(secret);
        assertThat(Files.readString(pub)).isEqualTo(made.publicPem());
    }

    @Test
    void a_secret_half_that_is_missing_is_not_made_anew_beside_the_public_one() throws Exception {
        ReceiptKey.of(directory);
        Files.delete(key);
        assertThatThrownBy(() -> ReceiptKey.of(directory))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("it is missing, and erasures.pub is there. Restore it");
        assertThat(key).doesNotExist();
    }

    @Test
    void halves_that_do_not_belong_together_are_told() throws Exception {
        ReceiptKey.of(directory);
        String other =
                ReceiptKey.of(Files.createDirectory(directory.resolve("other"))).publicPem();
        Files.writeString(pub, other);
        assertThatThrownBy(() -> ReceiptKey.of(directory)).hasMessageContaining("erasures.pub is of another key");
    }
}

package io.kefu.storage.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsDatabaseTest {
    @TempDir
    Path folder;

    @Test
    void a_write_that_throws_leaves_nothing() {
        try (var database = AccountsDatabase.open(folder.resolve("a.db"))) {
            assertThatThrownBy(() -> database.write(dsl -> {
                        dsl.execute("INSERT INTO credentials VALUES ('a', 'b', 1)");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(database.<Integer>read(dsl -> dsl.fetchCount(dsl.selectFrom("credentials"))))
                    .isZero();
        }
    }

    @Test
    void every_commit_is_flushed() {
        try (var database = AccountsDatabase.open(folder.resolve("a.db"))) {
            assertThat(database.<Integer>write(
                            dsl -> dsl.fetchSingle("PRAGMA synchronous").get(0, Integer.class)))
                    .isEqualTo(2); // FULL
            assertThat(database.<String>read(
                            dsl -> dsl.fetchSingle("PRAGMA journal_mode").get(0, String.class)))
                    .isEqualTo("wal");
        }
    }

    @Test
    void a_reader_cannot_write() {
        try (var database = AccountsDatabase.open(folder.resolve("a.db"))) {
            assertThatThrownBy(() -> database.read(dsl -> dsl.execute("DELETE FROM tokens")))
                    .isInstanceOf(AccountsException.class);
        }
    }

    @Test
    void a_file_of_a_newer_program_is_refused() {
        Path file = folder.resolve("a.db");
        try (var database = AccountsDatabase.open(file)) {
            database.write(dsl -> dsl.execute("PRAGMA user_version = 99"));
        }
        assertThatThrownBy(() -> AccountsDatabase.open(file)).hasMessageContaining("version 99");
    }

    @Test
    void a_file_that_is_no_database_says_where_and_what_to_do() throws Exception {
        Path file = folder.resolve("a.db");
        Files.writeString(file, "not a database, but long enough to look at ".repeat(100));
        assertThatThrownBy(() -> AccountsDatabase.open(file))
                .isInstanceOf(AccountsException.class)
                .hasMessageContaining("a.db")
                .hasMessageContaining("check");
    }
}

package io.kefu.server.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.Documents;
import io.kefu.config.Folder;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.Kind;
import io.kefu.config.Secret;
import io.kefu.config.Within;
import io.kefu.server.revision.Entry.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionsTest {

    private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
    private static final String SECRET = "kD8vPq2LmX0tRz5WcY7nBf3HsJ9aGu1E";

    @Doc("A desk.")
    record Desk(
            @Doc("Its number.") @Within(min = "0", max = "9999") @Default("0")
            int number,

            @Doc("What opens it.") Optional<Secret> key,

            @Doc("What lies on it.") @Folder(extension = "md")
            Optional<Path> pages) {}

    private static final ConfigLoader LOADER = new ConfigLoader(List.of(Kind.of("Desk", Desk.class)));

    /** Dies at the step of that number, counted from 0; at none when it is negative. */
    private static final class Dying extends Durable {
        private int left;

        Dying(int left) {
            this.left = left;
        }

        @Override
        void step(String what) {
            if (left-- == 0) {
                throw new Killed(what);
            }
        }
    }

    private static final class Killed extends Error {
        Killed(String step) {
            super(step);
        }
    }

    @TempDir
    Path root;

    private Path data() throws IOException {
        return Files.createDirectories(root.resolve("data"));
    }

    private Documents desk(int number) throws IOException {
        Path config = Files.createDirectories(root.resolve("config"));
        Files.createDirectories(config.resolve("pages"));
        Files.writeString(config.resolve("pages/a.md"), "# page " + number / 2);
        Files.writeString(
                config.resolve("desk.yaml"),
                "apiVersion: kefu.io/v1\nkind: Desk\nmetadata: {name: a}\nspec: {number: " + number + ", key: " + SECRET
                        + ", pages: pages}\n");
        try {
            return LOADER.load(config);
        } catch (InvalidConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static Entry entry(Ledger ledger, Documents documents, String why) {
        return new Entry(ledger.next(), documents.revision(), AT, Origin.of("ada", "127.0.0.1", why), "test");
    }

    private static void put(Revisions revisions, Documents documents) {
        revisions.keep(documents);
        Ledger ledger = revisions.ledger();
        revisions.commit(ledger.with(entry(ledger, documents, "because")));
    }

    private Revisions opened() throws IOException {
        return Revisions.open(data(), LOADER);
    }

    @Test
    void what_was_kept_is_read_back_with_its_secret_and_pages() throws IOException {
        Documents documents = desk(7);
        put(opened(), documents);
        Revisions again = opened();
        assertThat(again.ledger().current()).hasValueSatisfying(entry -> {
            assertThat(entry.revision()).isEqualTo(documents.revision());
            assertThat(entry.origin()).isEqualTo(Origin.of("ada", "127.0.0.1", "because"));
            assertThat(entry.at()).isEqualTo(AT);
        });
        Documents read = again.load(documents.revision());
        assertThat(read.revision()).isEqualTo(documents.revision());
        Desk desk = read.of(Desk.class).getFirst().spec();
        assertThat(desk.key().orElseThrow().reveal()).isEqualTo(SECRET);
        assertThat(Files.readString(desk.pages().orElseThrow().resolve("a.md"))).isEqualTo("# page 3");
    }

    @Test
    void no_file_holds_a_secret_and_none_is_for_others_to_read() throws IOException {
        put(opened(), desk(7));
        try (Stream<Path> files = Files.walk(data().resolve("revisions"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .endsWith("------");
                if (Files.isRegularFile(file)) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(SECRET);
                }
            }
        }
    }

    @Test
    void a_trial_and_what_was_read_outlive_the_process() throws IOException {
        Revisions revisions = opened();
        put(revisions, desk(1));
        put(revisions, desk(2));
        Trial trial = new Trial(2, 1, AT.plusSeconds(300));
        revisions.commit(revisions.ledger().trying(trial).started(1).read(desk(2).revision()));
        assertThat(opened().ledger()).isEqualTo(revisions.ledger());
        assertThat(opened().ledger().trial()).contains(trial);
    }

    @Test
    void the_last_fifty_are_kept_and_what_is_older_is_gone_from_the_disk() throws IOException {
        Revisions revisions = opened();
        String first = desk(0).revision();
        for (int i = 0; i <= Ledger.KEPT + 5; i++) {
            put(revisions, desk(i));
        }
        assertThat(revisions.ledger().entries()).hasSize(Ledger.KEPT);
        assertThat(revisions.ledger().entries().getLast().number()).isEqualTo(Ledger.KEPT + 6);
        assertThatThrownBy(() -> revisions.load(first))
                .isInstanceOf(RevisionException.class)
                .hasMessageContaining("is not kept any more");
        assertThat(names("")).filteredOn(name -> name.endsWith(".sealed")).hasSize(Ledger.KEPT);
        assertThat(names("folders")).hasSizeBetween(Ledger.KEPT / 2, Ledger.KEPT / 2 + 1);
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(data().resolve("revisions").resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void a_revision_that_a_trial_goes_back_to_is_kept_however_old() {
        Ledger ledger = Ledger.EMPTY;
        for (int i = 0; i < 3; i++) {
            ledger = ledger.with(new Entry(ledger.next(), "r" + i, AT, Origin.of("", "", ""), ""));
        }
        ledger = ledger.started(1);
        for (int i = 0; i < Ledger.KEPT * 2; i++) {
            ledger = ledger.with(new Entry(ledger.next(), "s" + i, AT, Origin.of("", "", ""), ""));
        }
        assertThat(ledger.entries()).hasSize(Ledger.KEPT + 1);
        assertThat(ledger.entry(1)).isPresent();
    }

    @Test
    void whenever_the_process_is_killed_the_old_one_is_there_or_the_new_one() throws IOException {
        put(opened(), desk(10));
        String old = desk(10).revision();
        int steps = 0;
        boolean done = false;
        while (!done) {
            Path copy = copy(root.resolve("killed-" + steps));
            Documents next = desk(21);
            Revisions dying = Revisions.open(copy, LOADER, new Dying(steps));
            try {
                put(dying, next);
                done = true;
            } catch (Killed e) {
                steps++;
            }
            Revisions after = Revisions.open(copy, LOADER);
            String inForce = after.ledger().current().orElseThrow().revision();
            assertThat(inForce).as("killed at step %s", steps).isIn(old, next.revision());
            assertThat(after.load(inForce).revision()).isEqualTo(inForce);
            // What the killed one left stands in nobody's way.
            put(after, desk(22));
            assertThat(after.load(desk(22).revision()).revision()).isEqualTo(desk(22).revision());
        }
        assertThat(steps).isGreaterThan(8);
    }

    private Path copy(Path to) throws IOException {
        Path from = data();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return to;
    }

    @Test
    void a_changed_file_and_a_lost_key_are_refused() throws IOException {
        Documents documents = desk(7);
        put(opened(), documents);
        Path sealed = data().resolve("revisions").resolve(documents.revision() + ".sealed");
        byte[] bytes = Files.readAllBytes(sealed);
        bytes[bytes.length / 2] ^= 1;
        Files.write(sealed, bytes);
        assertThatThrownBy(() -> opened().load(documents.revision()))
                .isInstanceOf(RevisionException.class)
                .hasMessageContaining("cannot be read");
        // Kept again it is whole again.
        Revisions revisions = opened();
        revisions.keep(documents);
        assertThat(revisions.load(documents.revision()).revision()).isEqualTo(documents.revision());
    }

    @Test
    void a_history_that_is_no_history_is_refused_with_what_to_do() throws IOException {
        put(opened(), desk(7));
        Files.writeString(data().resolve("revisions/history.json"), "{\"entries\": [");
        assertThatThrownBy(this::opened)
                .isInstanceOf(RevisionException.class)
                .hasMessageContaining("move it away to begin a new history");
    }
}

package io.kefu.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No engine that was given messages is forgotten: what is erased later is not erased there. */
final class StandingFileTest {
    private static final StoragePolicyConfig STANDS =
            Policies.embedded(20, new StoragePolicyConfig.Batch(100, Duration.ofMillis(20)));
    private static final Place FIRST = new Place("postgresql", "jdbc:postgresql://10.0.0.1/kefu");
    private static final Place SECOND = new Place("mysql", "jdbc:mysql://10.0.0.2/kefu");
    private static final LocalDate DAY = LocalDate.parse("2026-10-03");

    @TempDir
    private Path directory;

    private StandingFile file;

    @BeforeEach
    void begins() {
        file = StandingFile.in(directory);
        file.stands(STANDS, STANDS);
        file.begin(TierRole.WARM, FIRST);
    }

    @Test
    void an_engine_that_was_given_messages_is_left_with_them_when_its_change_is_given_up() {
        file.fills(TierRole.WARM);
        assertThat(file.left()).as("on its way").isEmpty();
        file.end(TierRole.WARM);
        assertThat(file.left()).containsExactly("warm " + FIRST);
        file.begin(TierRole.WARM, SECOND);
        file.end(TierRole.WARM);
        assertThat(StandingFile.in(directory).left())
                .as("the second was given nothing")
                .containsExactly("warm " + FIRST);
    }

    @Test
    void it_is_named_from_the_moment_when_another_policy_is_wanted() {
        file.done(TierRole.WARM, DAY);
        file.stands(STANDS, STANDS);
        assertThat(StandingFile.in(directory).left()).containsExactly("warm " + FIRST);
    }

    @Test
    void it_is_named_when_the_change_goes_elsewhere_though_its_days_are_to_be_compared_again() {
        file.fills(TierRole.WARM);
        file.done(TierRole.WARM, DAY);
        file.copiedNothing();
        file.begin(TierRole.WARM, SECOND);
        assertThat(file.left()).containsExactly("warm " + FIRST);
        file.fills(TierRole.WARM);
        file.switched(TierRole.WARM, Optional.empty(), STANDS, STANDS);
        assertThat(file.left()).containsExactly("warm " + FIRST, "warm " + SECOND);
    }

    @Test
    void whoever_is_erased_while_it_is_away_is_told_that_it_still_has_the_messages() {
        assertThat(new UnderWay(file, Set::of).untouched())
                .as("it was given nothing")
                .isEmpty();
        file.fills(TierRole.WARM);
        assertThat(new UnderWay(file, Set::of).untouched()).containsExactly("warm " + FIRST);
        assertThat(new UnderWay(file, () -> Set.of("warm")).untouched())
                .as("it is erased like the others")
                .isEmpty();
    }

    @Test
    void a_backup_names_it_too_and_a_change_that_comes_to_its_end_does_not() throws Exception {
        file.fills(TierRole.WARM);
        Path copied = Files.createDirectory(directory.resolve("copied"));
        file.copyTo(copied);
        assertThat(StandingFile.in(copied).left()).containsExactly("warm " + FIRST);
        StandingFile other = StandingFile.in(Files.createDirectory(directory.resolve("other")));
        Place here = Access.of(TierRole.WARM, STANDS).place();
        other.begin(TierRole.WARM, here);
        other.fills(TierRole.WARM);
        other.switched(TierRole.WARM, Optional.of(FIRST), STANDS, STANDS);
        assertThat(other.left()).containsExactly("warm " + FIRST);
    }

    @Test
    void a_file_that_was_left_is_gone_once_its_log_is_too() throws Exception {
        Path rows = Files.createFile(directory.resolve("warm.db"));
        Path log = Files.createFile(directory.resolve("warm.db-wal"));
        file.switched(TierRole.WARM, Optional.of(new Place("sqlite", "")), onServer(), onServer());
        assertThat(file.left()).containsExactly("warm sqlite");
        Files.delete(rows);
        assertThat(file.left()).containsExactly("warm sqlite");
        Files.delete(log);
        assertThat(file.left()).isEmpty();
    }

    private static StoragePolicyConfig onServer() {
        return STANDS.with(Mixed.warm(
                STANDS.warm(),
                StoragePolicyConfig.WarmEngine.POSTGRESQL,
                Optional.of(FIRST.url()),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }
}

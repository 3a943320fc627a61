package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedTroublesTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);

    @TempDir
    Path data;

    @Test
    void warnings_and_errors_count_for_an_hour_and_nothing_else_does() {
        LoggedTroubles troubles = new LoggedTroubles(clock);
        troubles.publish(new LogRecord(Level.INFO, "recovered"));
        troubles.publish(new LogRecord(Level.WARNING, "late"));
        now.set(BEGIN.plus(Duration.ofMinutes(30)));
        troubles.publish(new LogRecord(Level.SEVERE, "broken"));
        troubles.publish(new LogRecord(Level.WARNING, "late"));
        assertThat(troubles.errors()).isEqualTo(1);
        assertThat(troubles.warnings()).isEqualTo(2);
        now.set(BEGIN.plus(Duration.ofMinutes(61)));
        assertThat(troubles.errors()).isEqualTo(1);
        assertThat(troubles.warnings()).isEqualTo(1);
        now.set(BEGIN.plus(Duration.ofHours(3)));
        assertThat(troubles.errors() + troubles.warnings()).isZero();
    }

    @Test
    void the_last_backup_is_remembered_and_a_torn_note_of_it_is_none() throws Exception {
        LastBackup backup = new LastBackup(data);
        assertThat(backup.read()).isEmpty();
        backup.made(Path.of("/backup/kefu.zip"), BEGIN);
        assertThat(backup.read().orElseThrow().path("at").asString()).isEqualTo(BEGIN.toString());
        Files.writeString(data.resolve("last-backup.json"), "{\"at\": ");
        assertThat(backup.read()).isEmpty();
    }
}

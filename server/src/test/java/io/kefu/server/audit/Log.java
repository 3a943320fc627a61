package io.kefu.server.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A log in a folder, and what may befall it. */
record Log(Path folder) {

    static Act act(int number) {
        return new Act(
                Actor.operator("root"),
                "loopback",
                "config.apply",
                "config/" + number,
                "第 " + number + " 次 \"quoted\"\n");
    }

    /** Writes so many entries and closes it. */
    Log with(int entries) {
        return with(entries, AuditLog.SEGMENT_BYTES, AuditLog.SEGMENTS);
    }

    Log with(int entries, long segmentBytes, int segments) {
        try (AuditLog log = AuditLog.open(folder, Clock.systemUTC(), segmentBytes, segments)) {
            for (int i = 1; i <= entries; i++) {
                log.note(act(i), Outcome.DONE, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Verification verified() {
        return Verification.of(folder);
    }

    List<Path> files() {
        try {
            return Segments.of(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes(int file) {
        try {
            return Files.readAllBytes(files().get(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(int file, byte[] bytes) {
        try {
            Files.write(files().get(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.kefu.server.admin;

import io.kefu.storage.backup.BackupException;
import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Storage as the admin listener sees it, with an export that a test can have break off. */
final class StorageDesk implements StorageOperations {
    static final int LINES = 100_000;

    final AtomicBoolean breaksOff = new AtomicBoolean();
    final AtomicBoolean away = new AtomicBoolean();

    @Override
    public Object report() {
        return Map.of("tiers", List.of(Map.of("name", "warm", "engine", "sqlite")));
    }

    @Override
    public List<LocalDate> days() {
        present();
        return List.of(LocalDate.of(2026, 3, 1));
    }

    @Override
    public Object verify(LocalDate day) {
        present();
        return Map.of("day", day.toString(), "verdict", "disagree");
    }

    @Override
    public Object repair(LocalDate day) {
        return Map.of("day", day.toString(), "verdict", "agree");
    }

    private void present() {
        if (away.get()) {
            throw new StorageException("the warm tier does not answer: see that it runs");
        }
    }

    final ErasureDesk erasureDesk = new ErasureDesk();

    @Override
    public ErasureOperations erasures() {
        return erasureDesk;
    }

    @Override
    public HoldOperations holds() {
        return erasureDesk;
    }

    @Override
    public Object backfill(LocalDate day, String tier) {
        if (!tier.equals("warm")) {
            throw new IllegalArgumentException("must be warm");
        }
        return Map.of("day", day.toString(), "verdict", "agree");
    }

    @Override
    public Object backup(Path file) {
        if (!file.startsWith("/backup")) {
            throw new BackupException(BackupException.Kind.PLACE, file + " is there already");
        }
        return Map.of("kind", "Backup");
    }

    @Override
    public String mediaType(String format) {
        if (!format.equals("jsonl")) {
            throw new IllegalArgumentException("must be jsonl");
        }
        return "application/x-ndjson";
    }

    @Override
    public void export(LocalDate first, LocalDate last, String format, OutputStream to) throws IOException {
        byte[] line = "{\"text\":\"0123456789\"}\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < LINES; i++) {
            to.write(line);
            if (breaksOff.get() && i == LINES / 2) {
                throw new IOException("the tier went away");
            }
        }
    }
}

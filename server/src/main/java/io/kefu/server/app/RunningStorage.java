package io.kefu.server.app;

import io.kefu.server.admin.ErasureOperations;
import io.kefu.server.admin.HoldOperations;
import io.kefu.server.admin.StorageOperations;
import io.kefu.storage.Storage;
import io.kefu.storage.StorageReport;
import io.kefu.storage.TierChange;
import io.kefu.storage.TierRole;
import io.kefu.storage.accounts.AccountsException;
import io.kefu.storage.export.ExportFormat;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.FilesReport;
import io.kefu.storage.projection.ProjectorStatus;
import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.tier.DayDigest;
import io.kefu.storage.tier.TierFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What operators ask of this server's storage. */
record RunningStorage(
        Storage storage, FileStore files, ErasureOperations erasures, HoldOperations holds, LastBackup last)
        implements StorageOperations {

    @Override
    public Object report() {
        return report(storage, files);
    }

    static Object report(Storage storage, FileStore files) {
        StorageReport report = storage.report();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("tiers", report.tiers().stream().map(RunningStorage::tier).toList());
        answer.put("ageing", report.ageing());
        answer.put("disagreeing", report.disagreeing());
        answer.put(
                "changes", report.changes().stream().map(RunningStorage::change).toList());
        answer.put("left", report.left());
        answer.put("erasures", PendingErasures.of(storage).json());
        answer.put("files", files(files));
        return answer;
    }

    private static Map<String, Object> files(FileStore files) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            FilesReport report = files.report();
            answer.put("engine", report.engine());
            answer.put("files", report.files());
            answer.put("bytes", report.bytes());
            answer.put("available", report.reason().isEmpty());
            answer.put("reason", report.reason());
            answer.put("waiting", report.waiting());
        } catch (AccountsException e) {
            answer.put("available", false);
            answer.put("reason", e.getMessage());
        }
        return answer;
    }

    private static Map<String, Object> change(TierChange change) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("tier", change.role().word());
        answer.put("from", change.from());
        answer.put("to", change.to());
        answer.put("stage", change.stage().name().toLowerCase(Locale.ROOT));
        answer.put("percent", change.percent());
        change.day().ifPresent(day -> answer.put("day", day.toString()));
        answer.put("reason", change.reason());
        return answer;
    }

    private static Map<String, Object> tier(StorageReport.Tier tier) {
        ProjectorStatus status = tier.status();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", status.tier());
        answer.put("engine", status.engine());
        tier.facts().ifPresent(facts -> put(answer, facts));
        answer.put("available", status.health().available() && tier.facts().isPresent());
        answer.put("reason", status.health().reason());
        answer.put("lag_records", status.lagRecords());
        answer.put("lag_seconds", status.lag().toMillis() / 1000.0);
        if (status.lastBatch().isAfter(Instant.EPOCH)) {
            answer.put("last_batch_at", status.lastBatch().toString());
        }
        answer.put("failures", status.failures());
        answer.put("set_aside", status.setAside());
        answer.put("missed", status.missed());
        return answer;
    }

    private static void put(Map<String, Object> answer, TierFacts facts) {
        answer.put("version", facts.version());
        answer.put("messages", facts.messages());
        if (facts.bytes() != TierFacts.UNKNOWN) {
            answer.put("bytes", facts.bytes());
        }
        if (facts.oldest() != null) {
            answer.put("oldest", facts.oldest().toString());
            answer.put("newest", facts.newest().toString());
        }
    }

    @Override
    public List<LocalDate> days() {
        return storage.days();
    }

    @Override
    public Object verify(LocalDate day) {
        return comparison(storage.verify(day));
    }

    @Override
    public Object repair(LocalDate day) {
        return comparison(storage.repair(day));
    }

    /** All but the list of files, which is long and for the archive alone. */
    @Override
    public Object backup(Path file) {
        ObjectNode manifest = storage.backup(file, Version.current()).json();
        manifest.remove("files");
        last.made(file, Instant.now());
        return manifest;
    }

    @Override
    public Object backfill(LocalDate day, String tier) {
        return comparison(storage.backfill(role(tier), day));
    }

    private static TierRole role(String tier) {
        return switch (tier) {
            case "warm" -> TierRole.WARM;
            case "cold" -> TierRole.COLD;
            default -> throw new IllegalArgumentException("must be warm or cold");
        };
    }

    private static Map<String, Object> comparison(DayComparison found) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("day", found.day().toString());
        answer.put("verdict", found.verdict().name().toLowerCase(Locale.ROOT));
        answer.put("warm", digest(found.warm()));
        answer.put("cold", digest(found.cold()));
        return answer;
    }

    private static Map<String, Object> digest(DayDigest digest) {
        return Map.of("messages", digest.count(), "digest", digest.digest());
    }

    @Override
    public String mediaType(String format) {
        return ExportFormat.named(format).mediaType();
    }

    @Override
    public void export(LocalDate first, LocalDate last, String format, OutputStream to) throws IOException {
        storage.export().run(first, last, ExportFormat.named(format), ExportedBodies::content, to);
    }
}

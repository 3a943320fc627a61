package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.backup.BackupException;
import io.kefu.storage.fault.StorageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What {@code kefuctl storage} asks. */
final class StorageRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final String DAY = "/admin/v1/storage/days/{day}/";

    private final StorageOperations storage;

    StorageRoutes(StorageOperations storage) {
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/admin/v1/storage", OPERATOR, _ -> Answer.ok(storage.report())),
                Route.get(
                        "/admin/v1/storage/days", OPERATOR, _ -> told(() -> Answer.ok(Map.of("days", storage.days())))),
                Route.get("/admin/v1/storage/export", OPERATOR, this::export),
                again("verify", call -> told(() -> Answer.ok(storage.verify(day("day", call.path("day")))))),
                again("repair", call -> told(() -> Answer.ok(storage.repair(day("day", call.path("day")))))),
                again("backfill", call -> told(() -> backfill(call))),
                Route.post("/admin/v1/storage/backup", OPERATOR, this::backup).repeats(Repeats.AGAIN));
    }

    record NewBackup(String file) {}

    private Answer backup(Call call) {
        String file = call.body(NewBackup.class).file();
        if (file == null || !file.startsWith("/")) {
            throw ApiException.badField("file", "must be an absolute path on the server's machine");
        }
        call.tell(file);
        try {
            return Answer.ok(storage.backup(Path.of(file)));
        } catch (BackupException | InvalidPathException e) {
            throw ApiException.badField("file", e.getMessage());
        } catch (StorageException e) {
            throw ApiException.of(ErrorCode.ERROR_CODE_UNAVAILABLE, e.getMessage());
        }
    }

    private Answer backfill(Call call) {
        LocalDate day = day("day", call.path("day"));
        String tier = call.query("tier").orElse("");
        call.tell(tier);
        if (!tier.equals("warm") && !tier.equals("cold")) {
            throw ApiException.badField("tier", "must be warm or cold");
        }
        return Answer.ok(storage.backfill(day, tier));
    }

    /** What an engine says of itself is for operators to read: which tier it is, and what to do. */
    private static Answer told(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (StorageException e) {
            throw ApiException.of(ErrorCode.ERROR_CODE_UNAVAILABLE, e.getMessage());
        }
    }

    private static Route again(String what, Route.Handler handler) {
        return Route.post(DAY + what, OPERATOR, handler).repeats(Repeats.AGAIN);
    }

    private Answer export(Call call) {
        LocalDate first = day("from", call.query("from").orElse(""));
        LocalDate last = day("to", call.query("to").orElse(""));
        if (last.isBefore(first)) {
            throw ApiException.badField("to", "must not be before `from`");
        }
        String format = call.query("format").orElse("jsonl");
        call.tell(first + " to " + last + " as " + format);
        // A tier that is away is told of here: once the answer has begun it could only break off.
        told(() -> Answer.ok(storage.days()));
        return Answer.streamed(mediaType(format), to -> storage.export(first, last, format, to));
    }

    private String mediaType(String format) {
        try {
            return storage.mediaType(format);
        } catch (IllegalArgumentException e) {
            throw ApiException.badField("format", e.getMessage());
        }
    }

    private static LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiException.badField(field, "must be a day such as 2026-10-01 (UTC)");
        }
    }
}

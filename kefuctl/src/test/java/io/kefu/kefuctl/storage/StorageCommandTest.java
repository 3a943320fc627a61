package io.kefu.kefuctl.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.LocalFile;
import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageCommandTest {

    private static final String REPORT = """
            {"tiers": [
               {"name": "hot", "engine": "memory", "version": "25.0.3+9", "messages": 1200, "bytes": 524288,
                "oldest": "2026-03-01", "newest": "2026-03-02", "available": true, "reason": "", "lag_records": 0,
                "lag_seconds": 0.0, "last_batch_at": "2026-03-02T08:00:00.123456Z", "failures": 0, "set_aside": 0, "missed": 0},
               {"name": "warm", "engine": "mysql", "version": "9.7.0", "messages": 1234567, "bytes": 987654321,
                "oldest": "2026-02-01", "newest": "2026-03-02", "available": true, "reason": "", "lag_records": 3,
                "lag_seconds": 0.2, "last_batch_at": "2026-03-02T08:00:01Z", "failures": 2, "set_aside": 1, "missed": 0},
               {"name": "cold", "engine": "clickhouse", "available": false, "reason": "10.0.0.7:8123 does not answer",
                "lag_records": 90, "lag_seconds": 61.0, "failures": 7, "set_aside": 0, "missed": 0}],
             "ageing": ["2026-02-01", "2026-02-02"], "disagreeing": ["2026-02-01"],
             "changes": [{"tier": "warm", "from": "mysql", "to": "postgresql", "stage": "backfill", "percent": 43,
                "day": "2026-02-03", "reason": "10.0.0.8:5432 does not answer"}],
             "left": ["warm sqlite"],
             "erasures": {"pending": 2, "oldest_asked_at": "2026-03-01T07:00:00.123Z",
                "waits": ["cold: 10.0.0.7:8123 does not answer"]},
             "files": {"engine": "s3", "files": 1204, "bytes": 325058560, "available": false,
                "reason": "the bucket kefu-files at http://10.0.0.9:9000 could not be read", "waiting": 3}}
            """;

    @TempDir
    Path data;

    private Run storage(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of("storage"), Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString())))
                .toArray(String[]::new));
    }

    @Test
    void the_tiers_are_one_screen_of_80_columns_with_what_is_wrong_first() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, REPORT)) {
            Run run = storage("status");
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.out().lines())
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
            Golden.check("storage-status.txt", run.out());
            assertThat(server.asked()).containsExactly("GET /admin/v1/storage");
        }
    }

    @Test
    void a_day_is_verified_and_a_disagreement_is_in_the_exit_code() throws IOException {
        String disagree = """
                {"day": "2026-02-01", "verdict": "disagree", "warm": {"messages": 5}, "cold": {"messages": 4}}""";
        try (AdminServer server = AdminServer.answering(data, 200, disagree)) {
            Run run = storage("verify", "--day", "2026-02-01");
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.out()).isEqualTo("1 day, 1 of them disagree\n");
            assertThat(run.err()).contains("2026-02-01  disagree (warm 5, cold 4 messages)");
            assertThat(server.asked()).containsExactly("POST /admin/v1/storage/days/2026-02-01/verify {}");
        }
        try (AdminServer server = AdminServer.answering(data, 200, disagree.replace("disagree", "agree"))) {
            assertThat(storage("repair", "--day", "2026-02-01").exit()).isZero();
            assertThat(server.asked()).containsExactly("POST /admin/v1/storage/days/2026-02-01/repair {}");
        }
    }

    @Test
    void a_period_is_filled_day_by_day() throws IOException {
        String answer = """
                {"days": ["2026-02-01", "2026-02-02", "2026-02-03"], "verdict": "agree"}""";
        try (AdminServer server = AdminServer.answering(data, 200, answer)) {
            assertThat(storage("backfill", "--tier", "warm", "--from", "2026-02-02", "--to", "2026-02-02")
                            .exit())
                    .isZero();
            assertThat(server.asked())
                    .containsExactly(
                            "GET /admin/v1/storage/days",
                            "POST /admin/v1/storage/days/2026-02-02/backfill?tier=warm {}");
        }
    }

    @Test
    void an_export_is_a_new_file_and_never_writes_over_one() throws IOException {
        Path file = data.resolve("out.jsonl");
        String[] export = {"export", "--from", "2026-02-01", "--to", "2026-02-02", "--file", file.toString()};
        try (AdminServer server = AdminServer.answering(data, 200, "{\"seq\":1}\n")) {
            assertThat(storage(export).exit()).isZero();
            assertThat(Files.readString(file)).isEqualTo("{\"seq\":1}\n");
            assertThat(server.asked())
                    .containsExactly("GET /admin/v1/storage/export?from=2026-02-01&to=2026-02-02&format=jsonl");
            Run again = storage(export);
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.err()).contains("is there already", "try: name another --file");
        }
    }

    @Test
    void an_export_says_what_is_wrong_with_the_file_and_what_with_the_server() throws IOException {
        Path nowhere = data.resolve("nowhere/out.parquet");
        try (AdminServer server = AdminServer.answering(data, 200, "PAR1")) {
            Run run = storage(
                    "export",
                    "--from",
                    "2026-02-01",
                    "--to",
                    "2026-02-02",
                    "--format",
                    "parquet",
                    "--file",
                    nowhere.toString());
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains(nowhere + " cannot be written", "try: name a --file in a folder");
            assertThat(server.asked()).isEmpty();
        }
        try (OutputStream full = new LocalFile(nowhere, new FileOutputStream("/dev/full"))) {
            assertThatThrownBy(() -> full.write(new byte[9]))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("No space left")
                    .hasMessageContaining("is not all");
        }
    }

    @Test
    void what_the_server_refuses_is_said_once_with_a_hint_that_is_about_it() throws IOException {
        String problem = """
                {"status": 400, "detail": "reason must be at most 500 characters",
                 "errors": [{"field": "reason", "message": "must be at most 500 characters"}]}""";
        try (AdminServer _ = AdminServer.answering(data, 400, problem)) {
            assertThat(storage("hold", "add", "c1").err())
                    .endsWith("was refused with 400: reason must be at most 500 characters\n");
        }
        try (AdminServer _ = AdminServer.answering(data, 404, "{\"detail\": \"there is no conversation c1\"}")) {
            assertThat(storage("hold", "add", "c1").err())
                    .contains("there is no conversation c1", "try: kefuctl storage hold list")
                    .doesNotContain("configuration");
        }
        try (AdminServer _ = AdminServer.answering(data, 409, "{\"detail\": \"conversation c1 is erased\"}")) {
            Run run = storage("hold", "add", "c1");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("c1 is erased").doesNotContain("quicker");
        }
    }

    @Test
    void a_backup_that_is_not_there_is_named_without_a_word_of_java() {
        String none = data.resolve("none.zip").toString();
        String target = data.resolve("restored").toString();
        Run restore = Run.of("restore", none, "--data", target, "--erased", "none");
        assertThat(restore.exit()).isEqualTo(6);
        assertThat(restore.err())
                .contains(none + " cannot be read: it does not exist")
                .doesNotContain("Exception");
        assertThat(Run.of("backup", "verify", none).err()).doesNotContain("Exception");
    }

    @Test
    void what_is_held_is_a_table() throws IOException {
        String held = """
                {"items": [{"conversation_id": "cZk3v9mQ2", "since": "2026-03-02T08:00:00Z", "reason": "a dispute, 2026-17"}]}
                """;
        try (AdminServer server = AdminServer.answering(data, 200, held)) {
            Golden.check("hold-list.txt", storage("hold", "list").out());
            Golden.check("hold-list.json", storage("hold", "list", "-o", "json").out());
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void a_day_that_is_none_is_a_wrong_use() {
        assertThat(storage("verify", "--day", "yesterday").exit()).isEqualTo(2);
        assertThat(storage("export", "--from", "2026-02-01").exit()).isEqualTo(2);
    }
}

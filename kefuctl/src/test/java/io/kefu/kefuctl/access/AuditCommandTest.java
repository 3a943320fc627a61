package io.kefu.kefuctl.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import io.kefu.server.audit.Act;
import io.kefu.server.audit.Actor;
import io.kefu.server.audit.AuditLog;
import io.kefu.server.audit.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private static final String ENTRIES = """
            {"items": [
             {"seq": 7, "at": "2026-03-02T08:00:05.123Z", "who": {"kind": "operator", "id": "admin.token", "name": "mary"},
              "from": "loopback", "action": "config.apply", "object": "config/apply", "summary": "", "outcome": "begun",
              "of": 0, "detail": ""},
             {"seq": 8, "at": "2026-03-02T08:00:05.200Z", "who": {"kind": "operator", "id": "admin.token", "name": "mary"},
              "from": "loopback", "action": "config.apply", "object": "config/apply", "summary": "", "outcome": "done",
              "of": 7, "detail": "revision 0123abcd"},
             {"seq": 9, "at": "2026-03-02T09:10:00.000Z", "who": {"kind": "agent", "id": "sue", "name": "Sue"},
              "from": "203.0.113.9", "action": "session.open", "object": "agents/sue", "summary": "", "outcome": "refused",
              "of": 0, "detail": "unauthenticated"},
             {"seq": 10, "at": "2026-03-02T09:11:00.000Z", "who": {"kind": "token", "id": "t1", "name": "ci"},
              "from": "203.0.113.9", "action": "storage.backup", "object": "storage/backup", "summary": "",
              "outcome": "begun", "of": 0, "detail": ""}]}
            """;

    @TempDir
    Path data;

    private Run audit(String... more) {
        return Run.of(Stream.concat(
                        Stream.of("audit"), Stream.concat(Arrays.stream(more), Stream.of("--data", data.toString())))
                .toArray(String[]::new));
    }

    @Test
    void each_change_is_one_line_with_how_it_went() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, ENTRIES)) {
            Run run = audit("list", "--action", "config", "--who", "mary jane", "--limit", "9");
            assertThat(run.exit()).isZero();
            Golden.check("audit-list.txt", run.out());
            Golden.check("audit-list.json", audit("list", "-o", "json").out());
            assertThat(server.asked().getFirst())
                    .isEqualTo("GET /admin/v1/audit?action=config&who=mary%20jane&after=0&limit=9");
        }
    }

    @Test
    void what_the_server_found_decides_the_exit_code() throws IOException {
        String holds = "{\"holds\": true, \"entries\": 42, \"first\": 1, \"head\": {\"seq\": 42, \"digest\": \"9f\"},"
                + " \"breaks\": []}";
        try (AdminServer server = AdminServer.answering(data, 200, holds)) {
            Run run = audit("verify");
            assertThat(run.exit()).isZero();
            Golden.check("audit-verify.txt", run.out());
            Golden.check("audit-verify.json", audit("verify", "-o", "json").out());
            assertThat(server.asked()).containsOnly("GET /admin/v1/audit/verification");
        }
        String broken = holds.replace("true", "false")
                .replace("[]", "[{\"file\": \"1.log\", \"line\": 3, \"what\": \"this is no entry\"}]");
        try (AdminServer server = AdminServer.answering(data, 200, broken)) {
            Run run = audit("verify");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).startsWith("does not hold").contains("  1.log:3: this is no entry");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void without_a_server_the_files_themselves_are_read() throws IOException {
        assertThat(audit("verify", "--offline").exit()).isEqualTo(1);
        try (AuditLog log = AuditLog.open(data.resolve("audit"), Clock.systemUTC())) {
            for (int i = 0; i < 3; i++) {
                log.note(new Act(Actor.operator("mary"), "loopback", "config.apply", "x", ""), Outcome.DONE, "");
            }
        }
        Run run = audit("verify", "--offline");
        assertThat(run.exit()).isZero();
        String head = run.out()
                .lines()
                .filter(line -> line.startsWith("head: "))
                .findFirst()
                .orElseThrow()
                .substring(6);
        assertThat(audit("verify", "--offline", "--noted", head).exit()).isZero();
        Path file = data.resolve("audit").resolve("00000000000000000001.log");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
        assertThat(audit("verify", "--offline").exit()).isZero();
        Run cut = audit("verify", "--offline", "--noted", head);
        assertThat(cut.exit()).isEqualTo(1);
        assertThat(cut.out()).contains("ends with entry 2, but there was an entry 3");
        assertThat(audit("verify", "--offline", "--noted", "3:xyz").exit()).isEqualTo(2);
        assertThat(audit("verify", "--noted", head).exit()).isEqualTo(2);
    }
}

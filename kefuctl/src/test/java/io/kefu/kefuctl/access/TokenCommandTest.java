package io.kefu.kefuctl.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
    @TempDir
    Path data;

    @Test
    void a_token_alone_is_on_standard_output() throws IOException {
        String made = "{\"id\": \"t1\", \"name\": \"deploy\", \"scopes\": [\"admin:operate\", \"admin:read\"],"
                + " \"expires_at\": \"2026-05-31T08:00:00Z\", \"token\": \"made-by-the-server\"}";
        try (AdminServer server = AdminServer.answering(data, 201, made)) {
            Run run = Run.of(
                    "token", "create", "deploy", "--scope", "operate", "--expires", "90d", "--data", data.toString());
            assertThat(run.exit()).isZero();
            assertThat(run.out()).isEqualTo("made-by-the-server\n");
            assertThat(run.err()).contains("t1", "until 2026-05-31").doesNotContain("made-by-the-server");
            assertThat(server.asked())
                    .containsExactly("POST /admin/v1/api-keys {\"name\":\"deploy\",\"scopes\":[\"admin:operate\"],"
                            + "\"expires_in_seconds\":7776000}");
            assertThat(Run.of("token", "create", "x", "--scope", "read", "--expires", "soon", "--data", data.toString())
                            .exit())
                    .isEqualTo(2);
            assertThat(Run.of("token", "create", "x", "--data", data.toString()).exit())
                    .isEqualTo(2);
        }
    }

    @Test
    void tokens_are_listed_and_revoked_by_their_ids() throws IOException {
        String list = """
                {"items": [
                 {"id": "t2", "name": "deploy", "scopes": ["admin:operate", "admin:read"],
                  "created_at": "2026-03-02T08:00:05.123Z", "expires_at": "2026-05-31T08:00:00Z"},
                 {"id": "t1", "name": "客户管理", "scopes": ["files:write", "messages:write"],
                  "created_at": "2026-03-01T08:00:05.123Z"}]}
                """;
        try (AdminServer server = AdminServer.answering(data, 200, list)) {
            Golden.check(
                    "token-list.txt",
                    Run.of("token", "list", "--data", data.toString()).out());
            Golden.check(
                    "token-list.json",
                    Run.of("token", "list", "-o", "json", "--data", data.toString())
                            .out());
            assertThat(Run.of("token", "revoke", "t1", "--data", data.toString())
                            .exit())
                    .isZero();
            assertThat(server.asked().getLast()).isEqualTo("DELETE /admin/v1/api-keys/t1");
        }
    }

    @Test
    void a_token_that_may_not_is_told_apart_from_one_that_is_unknown() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 403, "{\"detail\": \"not with this token\"}")) {
            Run run = Run.of("token", "list", "--data", data.toString());
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("403", "greater scope");
            assertThat(server.asked()).hasSize(1);
        }
    }
}

package io.kefu.kefuctl.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.CommandTree;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DeskCommandTest {
    @TempDir
    Path data;

    private void golden(String name, String answer, String... command) throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, answer)) {
            Golden.check(name + ".txt", with(command, "--data", data.toString()).out());
            Golden.check(
                    name + ".json",
                    with(command, "-o", "json", "--data", data.toString()).out());
            assertThat(server.asked()).isNotEmpty();
        }
    }

    private static Run with(String[] command, String... more) {
        return Run.of(Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void agents_are_a_table() throws IOException {
        golden("agent-list", """
                {"items": [
                 {"id": "lily", "name": "李莉", "role": "agent", "groups": ["support", "vip"], "status": "online",
                  "load": 3, "capacity": 8, "has_password": true},
                 {"id": "admin", "name": "Admin", "role": "admin", "groups": [], "status": "offline",
                  "load": 0, "capacity": 0, "has_password": false}]}
                """, "agent", "list");
    }

    @Test
    void channels_are_a_table() throws IOException {
        golden("channel-list", """
                {"items": [
                 {"name": "web", "type": "web", "route": "default", "allowed_origins": ["https://shop.example"],
                  "signed_identities": true, "blocked_visitors": 0, "open_conversations": 12},
                 {"name": "app", "type": "web", "route": "default", "allowed_origins": [],
                  "signed_identities": false, "blocked_visitors": 2, "open_conversations": 0}]}
                """, "channel", "list");
    }

    @Test
    void conversations_are_a_table_and_more_of_them_are_told() throws IOException {
        String answer = """
                {"items": [
                 {"conversation_id": "cZk3v9mQ2", "channel_id": "web", "state": "assigned", "group": "support",
                  "agent": {"kind": "agent", "id": "lily", "name": "李莉"}, "last_seq": 7,
                  "updated_at": "2026-03-02T08:00:05.123Z"},
                 {"conversation_id": "cQ1", "channel_id": "web", "state": "bot", "last_seq": 1,
                  "updated_at": "2026-03-02T07:00:05.123Z"}], "total": 12}
                """;
        golden("conversation-list", answer, "conversation", "list");
        try (AdminServer server = AdminServer.answering(data, 200, answer)) {
            Run run = Run.of(
                    "conversation",
                    "list",
                    "--state",
                    "queued",
                    "--agent",
                    "李莉",
                    "--limit",
                    "2",
                    "--data",
                    data.toString());
            assertThat(run.err()).contains("10 more");
            assertThat(server.asked())
                    .containsExactly("GET /admin/v1/conversations?limit=2&state=queued&agent=%E6%9D%8E%E8%8E%89");
        }
    }

    /** One answer to both questions: what each command reads of it is its own. */
    private static final String TALK = """
            {"conversation_id": "cZk3v9mQ2", "channel_id": "web", "state": "closed", "group": "support",
             "agent": {"kind": "agent", "id": "lily", "name": "李莉"}, "last_seq": 0,
             "visitor": {"id": "v1", "name": "王先生"}, "created_at": "2026-03-02T07:00:00.000Z",
             "updated_at": "2026-03-02T08:00:05.123Z",
             "routing": [{"at": "2026-03-02T07:00:00.000Z", "rule": "vip", "to": "support", "why": []}],
             "tiers": ["hot"],
             "items": [%s]}
            """;

    private static final String MESSAGES = """
            {"seq": 1, "author": {"kind": "visitor", "id": "v1", "name": "王先生"}, "message_type": "text",
             "text": "我的订单\\n在哪里 \\u001b[2J", "sent_at": "2026-03-02T07:00:01.000Z"},
            {"seq": 2, "author": {"kind": "system"}, "message_type": "event", "event": {"name": "assigned"},
             "text": "Lily joined", "sent_at": "2026-03-02T07:00:02.000Z"},
            {"seq": 3, "author": {"kind": "agent", "id": "lily", "name": "李莉"}, "message_type": "text",
             "private": true, "text": "老客户", "sent_at": "2026-03-02T07:00:03.000Z"},
            {"seq": 4, "author": {"kind": "agent", "id": "lily", "name": "李莉"}, "message_type": "text",
             "recalled": true, "sent_at": "2026-03-02T07:00:04.000Z"}
            """;

    @Test
    void a_conversation_is_shown_with_its_notes_marked_and_does_nothing_to_the_terminal() throws IOException {
        golden("conversation-show", TALK.formatted(MESSAGES), "conversation", "show", "cZk3v9mQ2");
        try (AdminServer server = AdminServer.answering(data, 200, TALK.formatted(MESSAGES))) {
            Run run = Run.of("conversation", "show", "cZk3v9mQ2", "--data", data.toString());
            assertThat(run.out()).doesNotContain("\u001b").contains("李莉 [note]: 老客户", "(taken back)");
            assertThat(server.asked())
                    .containsExactly(
                            "GET /admin/v1/conversations/cZk3v9mQ2",
                            "GET /admin/v1/conversations/cZk3v9mQ2/messages?limit=50");
        }
    }

    @Test
    void a_tail_ends_with_the_conversation() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, TALK.formatted(""))) {
            Run run = Run.of("conversation", "tail", "cZk3v9mQ2", "--data", data.toString());
            assertThat(run.exit()).isZero();
            assertThat(run.err()).contains("is closed");
            assertThat(server.asked().getLast())
                    .isEqualTo("GET /admin/v1/conversations/cZk3v9mQ2/messages?after=0&limit=200");
        }
    }

    /** As {@code kefuctl conversation tail … | head} has it. */
    @Test
    @Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_tail_that_nobody_reads_any_more_ends() throws IOException {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Terminal terminal = new Terminal(
                new PrintStream(gone, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                false);
        String open = TALK.formatted(MESSAGES).replace("closed", "assigned");
        try (AdminServer server = AdminServer.answering(data, 200, open)) {
            assertThat(new CommandTree(new Session(terminal, () -> null))
                            .run("conversation", "tail", "cZk3v9mQ2", "--data", data.toString()))
                    .isZero();
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void each_line_of_a_tail_in_json_is_one_message() {
        var message = JsonMapper.shared().readTree("{\"seq\": 1, \"text\": \"a\\nb\"}");
        assertThat(message.toString()).isEqualTo("{\"seq\":1,\"text\":\"a\\nb\"}");
        assertThat(Said.clean("a\nb\u0007\u202ec")).isEqualTo("a⏎bc");
    }

    @Test
    void a_channel_that_is_not_declared_is_told() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 200, "{\"items\": [{\"name\": \"web\"}]}")) {
            Run run = Run.of("channel", "test", "shop", "--data", data.toString());
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("has no channel shop", "kefuctl channel list");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void a_channel_that_nobody_serves_fails_step_by_step() throws IOException {
        try (AdminServer server = AdminServer.answering(data, 404, "{}")) {
            Run run = Run.of("channel", "test", "web", "--data", data.toString());
            assertThat(run.exit()).isEqualTo(1);
            assertThat(server.asked()).hasSize(1);
        }
    }
}

package io.kefu.kefuctl.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandsTest {

    private static final String TEN = "src/test/resources/ten-mistakes";

    @TempDir
    Path directory;

    private String config() {
        return directory.resolve("config").toString();
    }

    @Test
    void ten_mistakes_are_all_printed_with_place_and_remedy() {
        Run run = Run.of("config", "validate", TEN);
        assertThat(run.exit()).isEqualTo(78);
        assertThat(run.out().lines().filter(line -> line.matches(".+\\.yaml:\\d+:\\d+  .+ — .+  \\[KEFU-C\\d{3}]")))
                .hasSize(10);
        assertThat(run.out()).endsWith("10 problems\n");
        Golden.check("ten-mistakes.txt", run.out());
        Golden.check(
                "ten-mistakes.json",
                Run.of("config", "validate", TEN, "-o", "json").out());
    }

    @Test
    void what_init_writes_holds_renders_without_its_secret_and_is_not_overwritten() throws IOException {
        assertThat(Run.of("config", "init", config()).exit()).isZero();
        assertThat(Run.of("config", "validate", config()).out())
                .matches(".+ holds: \\d+ documents, revision [0-9a-f]{16}\n");

        Run rendered = Run.of("config", "render", config());
        String secret = Files.readString(directory.resolve("config/secrets/visitor.key"))
                .strip();
        assertThat(rendered.exit()).isZero();
        assertThat(rendered.out())
                .contains("visitorSecret: ••••", "maxFrameBytes: 128KiB")
                .doesNotContain(secret);

        Run again = Run.of("config", "init", config());
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err())
                .contains("holds a configuration already; nothing was changed", "try: kefuctl config validate");
    }

    @Test
    void validation_prints_json_that_says_what_was_found() {
        Run.of("config", "init", config());
        assertThat(Run.of("config", "validate", config(), "-o", "json").out())
                .contains("\"kind\" : \"ConfigValidation\"", "\"valid\" : true", "\"Group\" : 3", "\"problems\" : [ ]");
    }

    @Test
    void what_does_not_hold_is_neither_rendered_nor_applied() {
        for (String command : new String[] {"render", "apply"}) {
            Run run = Run.of("config", command, TEN);
            assertThat(run.exit()).isEqualTo(78);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).endsWith("10 problems\n");
        }
    }

    @Test
    void the_schema_is_printed() {
        assertThat(Run.of("config", "schema").out()).startsWith("{").contains("draft-07");
    }

    private static final String PLAN = """
            {"apiVersion": "kefu.io/v1", "kind": "ConfigPlan", "base": "0123456789abcdef", "revision": "fedcba9876543210",
             "directory": "/etc/kefu", "commit": "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", "dirty": "true",
             "changes": [
               {"action": "change", "kind": "Server", "name": "kefu", "effect": "restart", "fields": [
                 {"path": "spec.drain", "before": "10s", "after": "20s"}]},
               {"action": "change", "kind": "Channel", "name": "web", "effect": "live", "fields": [
                 {"path": "spec.visitorSecret", "before": "••••", "after": "••••"},
                 {"path": "spec.widget.greeting", "before": "{zh: 您好！请问有什么可以帮您？, en: Hi!}",
                  "after": "{zh: 您好！请问有什么可以帮您的吗？, en: Hi! How can we help you today?}"}]},
               {"action": "add", "kind": "Group", "name": "night", "effect": "live", "fields": []},
               {"action": "change", "kind": "RoutingPolicy", "name": "default", "effect": "live", "fields": [
                 {"path": "spec.rules[gift]", "before": "", "after": "{name: gift, when: message.text == 'gift', to: {group: night}}"},
                 {"path": "spec.rules[old]", "before": "{name: old, when: 'true'}", "after": ""}]},
               {"action": "change", "kind": "StoragePolicy", "name": "default", "effect": "moves", "fields": [
                 {"path": "spec.warm.engine", "before": "sqlite", "after": "mysql"}]},
               {"action": "remove", "kind": "Agent", "name": "lea", "effect": "live", "fields": []}],
             "restart": [{"key": "Server.drain", "why": "it is read when the server starts"}],
             "touches": [{"rule": "", "to": "bot:shop", "next_rule": "gift", "next_to": "group:night", "conversations": 12}],
             "in_use": [{"kind": "Agent", "name": "lea", "conversations": 3}],
             "notes": [],
             "changed": true, "restart_required": ["Server"], "under_way": ["warm"],
             "try": {"until": "2026-03-02T08:05:00Z", "back_to": "0123456789abcdef"}}
            """;

    private void golden(String name, String answer, String... arguments) throws IOException {
        try (AdminServer server = AdminServer.answering(directory, 200, answer)) {
            Run table = Run.of(with(arguments, "--data", directory.toString()));
            assertThat(table.out().lines())
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
            Golden.check(name + ".txt", table.out());
            Golden.check(
                    name + ".json",
                    Run.of(with(arguments, "--data", directory.toString(), "-o", "json"))
                            .out());
            assertThat(server.asked()).isNotEmpty();
        }
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void a_plan_is_a_screen_of_80_columns() throws IOException {
        Run.of("config", "init", config());
        golden("config-plan", PLAN, "config", "plan", config());
    }

    @Test
    void a_drift_is_what_differs_and_ends_with_3() throws IOException {
        Run.of("config", "init", config());
        golden("config-drift", PLAN, "config", "drift", config());
        try (AdminServer server = AdminServer.answering(directory, 200, PLAN)) {
            assertThat(Run.of("config", "drift", config(), "--data", directory.toString())
                            .exit())
                    .isEqualTo(3);
            assertThat(server.asked()).singleElement().asString().startsWith("POST /admin/v1/config/plan ");
        }
        try (AdminServer server =
                AdminServer.answering(directory, 200, "{\"revision\": \"fedcba9876543210\", \"changes\": []}")) {
            Run none = Run.of("config", "drift", config(), "--data", directory.toString());
            assertThat(none.exit()).isZero();
            assertThat(none.out()).endsWith(" says what is in force: revision fedcba9876543210\n");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void apply_shows_the_plan_and_sends_just_what_was_planned() throws IOException {
        Run.of("config", "init", config());
        golden("config-apply", PLAN, "config", "apply", config(), "--yes");
        try (AdminServer server = AdminServer.answering(directory, 200, PLAN)) {
            Run run = Run.of(
                    "config",
                    "apply",
                    config(),
                    "--data",
                    directory.toString(),
                    "--yes",
                    "-m",
                    "why not",
                    "--try",
                    "5m",
                    "--prune");
            assertThat(run.exit()).isZero();
            assertThat(server.asked()).hasSize(2);
            assertThat(server.asked().get(0)).startsWith("POST /admin/v1/config/plan {");
            assertThat(server.asked().get(1))
                    .startsWith("POST /admin/v1/config/apply {")
                    .contains(
                            "\"directory\":\"" + config() + "\"",
                            "\"base\":\"0123456789abcdef\"",
                            "\"revision\":\"fedcba9876543210\"",
                            "\"why\":\"why not\"",
                            "\"try_ms\":300000",
                            "\"prune\":true");
        }
    }

    @Test
    void where_nobody_can_be_asked_nothing_is_applied_without_yes() throws IOException {
        Run.of("config", "init", config());
        try (AdminServer server = AdminServer.answering(directory, 200, PLAN)) {
            Run run = Run.of("config", "apply", config(), "--data", directory.toString());
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("nothing was applied", "try: say --yes");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void a_rollback_names_the_revision_and_the_base() throws IOException {
        try (AdminServer server = AdminServer.answering(directory, 200, PLAN)) {
            Run run = Run.of("config", "rollback", "previous", "--yes", "--data", directory.toString());
            assertThat(run.exit()).isZero();
            assertThat(server.asked().get(0)).isEqualTo("POST /admin/v1/config/plan {\"rollback\":\"previous\"}");
            assertThat(server.asked().get(1)).contains("\"rollback\":\"previous\"", "\"base\":\"0123456789abcdef\"");
        }
    }

    @Test
    void another_base_is_a_conflict() throws IOException {
        Run.of("config", "init", config());
        try (AdminServer server = AdminServer.answering(directory, 409, "{\"detail\": \"the server has another\"}")) {
            Run run = Run.of("config", "apply", config(), "--data", directory.toString());
            assertThat(run.exit()).isEqualTo(7);
            assertThat(run.err()).contains("refused with 409: the server has another");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void a_history_is_told_newest_first_with_the_commit_and_why() throws IOException {
        golden("config-history", """
                {"apiVersion": "kefu.io/v1", "kind": "ConfigHistory", "items": [
                  {"number": 4, "revision": "00112233445566aa", "in_force": false, "at": "2026-03-02T08:10:00Z",
                   "who": "kefuctl (ada)", "from": "127.0.0.1", "why": "sync of etcd:/kefu/shop@123456",
                   "directory": "/var/lib/kefu/synced/123456", "source": "etcd:/kefu/shop@123456", "commit": "",
                   "dirty": "", "version": "0.1.0"},
                  {"number": 3, "revision": "fedcba9876543210", "in_force": true, "at": "2026-03-02T08:00:00.123Z",
                   "who": "kefuctl (ada)", "from": "127.0.0.1", "why": "night shift begins at ten from today on",
                   "directory": "/etc/kefu", "source": "", "commit": "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
                   "dirty": "true", "version": "0.1.0"},
                  {"number": 2, "revision": "0123456789abcdef", "in_force": false, "at": "2026-03-01T22:10:00Z",
                   "who": "kefu", "from": "", "why": "back from 77aa: it was not confirmed in time", "directory": "",
                   "source": "", "commit": "", "dirty": "", "version": "0.1.0"}]}
                """, "config", "history");
    }

    @Test
    void a_difference_is_told_by_field() throws IOException {
        golden("config-diff", """
                {"apiVersion": "kefu.io/v1", "kind": "ConfigDiff", "from": "0123456789abcdef", "to": "fedcba9876543210",
                 "changes": [{"action": "change", "kind": "Group", "name": "vip", "effect": "live",
                   "fields": [{"path": "spec.capacity", "before": "8", "after": "4"}]}]}
                """, "config", "diff");
    }

    @Test
    void what_is_confirmed_is_told() throws IOException {
        golden("config-confirm", "{\"revision\": \"fedcba9876543210\", \"changed\": false}", "config", "confirm");
    }

    @Test
    void a_key_is_explained_without_a_server() {
        Golden.check(
                "config-explain.txt", Run.of("config", "explain", "Group.idle").out());
        Golden.check(
                "config-explain.json",
                Run.of("config", "explain", "RoutingPolicy.rules.when", "-o", "json")
                        .out());
        Run unknown = Run.of("config", "explain", "Group.capcity");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("did you mean `capacity`?");
    }

    @Test
    void rules_are_tested_without_a_server() throws IOException {
        Run.of("config", "init", config());
        Files.writeString(directory.resolve("config/routing_test.yaml"), """
                apiVersion: kefu.io/v1
                kind: Test
                metadata: {name: a-vip-goes-to-the-vip-group}
                spec: {channel: web, visitor: {tags: {vip_level: 11}}, message: hello, expect: {rule: vip, group: vip}}
                ---
                apiVersion: kefu.io/v1
                kind: Test
                metadata: {name: the-bot-knows-how-to-return-an-item}
                spec: {channel: web, message: how do I return an item, expect: {bot: shop, reply: return}}
                ---
                apiVersion: kefu.io/v1
                kind: Test
                metadata: {name: who-wants-a-person-gets-support}
                spec: {channel: web, message: 转人工, expect: {group: support}}
                """);
        Run good = Run.of("config", "test", config());
        assertThat(good.out()).endsWith("3 passed, 0 failed\n");
        assertThat(good.exit()).isZero();

        Files.writeString(directory.resolve("config/wrong_test.yaml"), """
                apiVersion: kefu.io/v1
                kind: Test
                metadata: {name: a-complaint-goes-to-vip}
                spec: {channel: web, message: 我要投诉, expect: {group: vip, reply: sorry}}
                """);
        Run bad = Run.of("config", "test", config());
        assertThat(bad.exit()).isEqualTo(1);
        Golden.check("config-test.txt", bad.out().replace(config(), "config"));
        Golden.check(
                "config-test.json",
                Run.of("config", "test", config(), "-o", "json").out().replace(config(), "config"));

        Files.writeString(
                directory.resolve("config/wrong_test.yaml"),
                "apiVersion: kefu.io/v1\nkind: Test\nmetadata: {name: x}\nspec: {channel: web, expects: {}}\n");
        Run broken = Run.of("config", "test", config());
        assertThat(broken.exit()).isEqualTo(78);
        assertThat(broken.err()).contains("write `expect`");
    }

    @Test
    void a_route_is_explained_and_replayed_in_80_columns() throws IOException {
        golden("route-explain", """
                {"apiVersion": "kefu.io/v1", "kind": "RouteExplanation", "conversation_id": "01JD3ZK5W8", "channel": "web",
                 "state": "assigned", "group": "complaints", "agent": "cora",
                 "decisions": [{"at": "2026-03-02T08:00:00Z", "rule": "complaint", "to": "group:complaints",
                   "why": ["vip: no, key 'vip_level' is not present in map. (visitor.tags.vip_level > 10)",
                           "complaint: yes (message.text.matches(\"投诉\"))"]}],
                 "now": {"at": "2026-03-02T09:00:00Z", "rule": "otherwise", "to": "group:support",
                   "why": ["otherwise: no rule before it applies"]}}
                """, "route", "explain", "01JD3ZK5W8");
        Run.of("config", "init", config());
        golden("route-replay", """
                {"apiVersion": "kefu.io/v1", "kind": "RouteReplay", "revision": "fedcba9876543210", "conversations": 112,
                 "moved": 12, "skipped": 2, "more": false, "partial": false, "ways": [
                  {"conversations": 100, "rule": "bot-first", "to": "bot:shop", "next_rule": "bot-first", "next_to": "bot:shop",
                   "moved": false, "examples": ["a", "b", "c"]},
                  {"conversations": 12, "rule": "bot-first", "to": "bot:shop", "next_rule": "gift", "next_to": "group:night",
                   "moved": true, "examples": ["d"]}]}
                """, "route", "replay", config());
    }
}

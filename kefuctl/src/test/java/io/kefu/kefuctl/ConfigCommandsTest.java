package io.kefu.kefuctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void apply_sends_the_directory_and_the_revision_that_was_checked() throws IOException {
        Run.of("config", "init", config());
        String answer = "{\"revision\": \"abc\", \"restart_required\": [\"listeners\"]}";
        try (AdminServer server = AdminServer.answering(directory, 200, answer)) {
            Run run = Run.of("config", "apply", config(), "--data", directory.toString());
            assertThat(run.exit()).isZero();
            assertThat(run.out()).isEqualTo("applied: revision abc\ntakes effect with the next start: listeners\n");
            assertThat(server.asked())
                    .singleElement()
                    .asString()
                    .startsWith("POST /admin/v1/config/apply {")
                    .contains("\"directory\":\"" + config() + "\"")
                    .containsPattern("\"revision\":\"[0-9a-f]{16}\"");
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
}

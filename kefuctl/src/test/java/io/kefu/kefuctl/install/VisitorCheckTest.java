package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.testing.Child;
import io.kefu.kefuctl.testing.Distribution;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Over a server of its own. */
class VisitorCheckTest {

    @TempDir
    Path folder;

    @Test
    void a_check_leaves_no_open_conversation_no_connection_and_no_mark_on_the_bots_figures() throws Exception {
        Path data = folder.resolve("data");
        Distribution kefuctl = Distribution.in(folder.resolve("dist"));
        try (Child up = kefuctl.start("up", "--data", data.toString(), "--port", "0", "--admin-port", "0")) {
            JsonNode run = up.awaitReady(data);
            AdminApi api = new AdminApi(data);
            String channel = VisitorCheck.channel(api.get("/admin/v1/status")).orElseThrow();
            new VisitorCheck(URI.create(run.path("public_url").asString())).run(channel);
            Child.until(
                    "the visitor to be gone",
                    () -> api.get("/admin/v1/status")
                                    .path("connections")
                                    .path("visitor")
                                    .asInt()
                            == 0);
            JsonNode status = api.get("/admin/v1/status");
            assertThat(status.path("conversations").values()).allMatch(count -> count.asInt() == 0);
            assertThat(status.path("figures").path("autoreply_hit_rate").isNull())
                    .isTrue();
            Child.until(
                    "the conversation to be found as a closed one",
                    () -> api.get("/admin/v1/conversations?state=closed")
                                    .path("total")
                                    .asInt()
                            == 1);
        }
    }
}

package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.testing.Child;
import io.kefu.kefuctl.testing.Distribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Over a server of its own; over one that answers wrongly where a whole one does not. */
class VisitorCheckTest {

    /** What a server says to all that a visitor asks for, and no word of what the visitor said. */
    private static final String ACCEPTED = """
            {"token": "t", "welcome": {"connection_id": "c1"}, "ack": {"seq": 1, "conversation_id": "v1"}, "items": []}
            """;

    @TempDir
    Path folder;

    @Test
    void why_it_fails_is_said_and_not_what_failed_as_it_went() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer forgetful = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        forgetful.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            boolean ends =
                    body.contains("\"close\"") || exchange.getRequestMethod().equals("DELETE");
            byte[] answer = (ends ? "{\"title\": \"no room\"}" : ACCEPTED).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(ends ? 503 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        forgetful.start();
        try {
            URI server = URI.create("http://127.0.0.1:" + forgetful.getAddress().getPort());
            assertThatThrownBy(() -> new VisitorCheck(server).run("web"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("a visitor's acknowledged message is not in its conversation")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .allSatisfy(each -> assertThat(each).hasMessageContaining("503: no room"))
                            .hasSize(2));
            assertThat(asked).last().isEqualTo("DELETE /api/v1/connections/c1");
        } finally {
            forgetful.stop(0);
        }
    }

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
            assertThat(status.path("conversations").values())
                    .isNotEmpty()
                    .allMatch(count -> count.isInt() && count.asInt() == 0);
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

package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.kefu.server.admin.Http;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitingRequestsTest {

    private static WebServer server(WaitingRequests requests) {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .routing(requests.asRoutes())
                .build()
                .start();
    }

    private static Http http(WebServer server) {
        return new Http("http://127.0.0.1:" + server.port());
    }

    @Test
    void a_request_waits_for_its_route_with_its_body() throws Exception {
        WaitingRequests requests = new WaitingRequests((chain, _, _) -> chain.proceed(), Duration.ofMillis(1));
        requests.waitAtMost(Duration.ofMinutes(1));
        WebServer server = server(requests);
        try {
            CompletableFuture<Http.Reply> waiting = CompletableFuture.supplyAsync(
                    () -> http(server).post("/echo", "{\"a\": 1}"),
                    task -> Thread.ofPlatform().daemon().start(task));
            WholeServer.eventually(() -> requests.waiting() == 1);
            requests.serve(HttpRouting.builder()
                    .post("/echo", (q, a) -> a.send(q.content().as(String.class)))
                    .build());
            assertThat(waiting.get(60, TimeUnit.SECONDS).text()).isEqualTo("{\"a\": 1}");
            assertThat(http(server).get("/nothing").status()).isEqualTo(404);
        } finally {
            server.stop();
        }
    }

    @Test
    void beyond_its_time_it_is_told_when_to_come_again() {
        WebServer server = server(new WaitingRequests((chain, _, _) -> chain.proceed(), Duration.ofMillis(1)));
        try {
            Http.Reply reply = http(server).post("/echo", "{\"a\": 1}");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("retry-after")).isEqualTo("1");
            assertThat(reply.code()).isEqualTo("unavailable");
            assertThat(http(server).get("/again").status()).isEqualTo(503);
        } finally {
            server.stop();
        }
    }
}

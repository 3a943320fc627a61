package io.kefu.kefuctl.desk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a visitor's browser does before the first word, step by step. */
final class WayIn {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String STRANGER = "https://not-declared.invalid";
    private static final int MOST_ORIGINS = 20;

    private final URI address;
    private final String channel;
    private final List<String> origins;
    private final List<Step> steps = new ArrayList<>();

    /** One step; {@code detail} says what was seen, or why it failed. */
    record Step(String what, boolean well, String detail) {}

    WayIn(URI address, String channel, List<String> origins) {
        this.address = address;
        this.channel = channel;
        this.origins = origins.stream()
                .filter(origin -> !origin.contains("*"))
                .limit(MOST_ORIGINS)
                .toList();
    }

    List<Step> walk() throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            page(client, "/widget.js", "the widget is served at " + address.resolve("/widget.js"));
            page(
                    client,
                    "/api/v1/channels/" + channel + "/widget",
                    "the channel tells the widget its title and colours");
            socket(client, own(), true, "its own pages may open a socket");
            for (String origin : origins) {
                socket(client, origin, true, origin + " may open a socket");
            }
            socket(client, STRANGER, false, "a page that is not declared may not");
            client.shutdownNow();
        }
        return steps;
    }

    private String own() {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    private void page(HttpClient client, String path, String what) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            boolean well = answer.statusCode() == 200 && !answer.body().isEmpty();
            steps.add(new Step(what, well, well ? "" : "HTTP " + answer.statusCode()));
        } catch (IOException e) {
            steps.add(new Step(what, false, reason(e)));
        }
    }

    private void socket(HttpClient client, String origin, boolean wanted, String what) throws InterruptedException {
        String scheme = "https".equals(address.getScheme()) ? "wss" : "ws";
        URI target = URI.create(scheme + "://" + address.getRawAuthority() + "/ws/v1");
        try {
            WebSocket socket = client.newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .subprotocols("kefu.v1.json")
                    .header("Origin", origin)
                    .buildAsync(target, new WebSocket.Listener() {})
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            socket.abort();
            steps.add(new Step(what, wanted, wanted ? "" : "it was let in"));
        } catch (ExecutionException e) {
            boolean refused = e.getCause() instanceof WebSocketHandshakeException;
            steps.add(new Step(what, !wanted && refused, wanted || !refused ? reason(e.getCause()) : ""));
        } catch (TimeoutException e) {
            steps.add(new Step(what, false, "no answer within " + PATIENCE.toSeconds() + " s"));
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException refused) {
            return "HTTP " + refused.getResponse().statusCode();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}

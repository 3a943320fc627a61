package io.kefu.kefuctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A visitor on the socket of a running server, and what one asks it over HTTP. */
public final class Customer implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> frames = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final String publicUrl;
    private final String token;
    private final WebSocket socket;

    private Customer(String publicUrl, String token) throws Exception {
        this.publicUrl = publicUrl;
        this.token = token;
        this.socket = HTTP.newWebSocketBuilder()
                .subprotocols("kefu.v1.json")
                .buildAsync(URI.create(publicUrl.replaceFirst("^http", "ws") + "/ws/v1"), this)
                .get(20, TimeUnit.SECONDS);
        send(Map.of("hello", Map.of("token", token, "client", Map.of("instance_id", "test-" + token.hashCode()))));
        await("welcome", frame -> frame.has("welcome"));
    }

    public static Customer of(String publicUrl) throws Exception {
        HttpResponse<String> made = post(publicUrl + "/api/v1/visitors", Map.of("channel", "web"));
        assertThat(made.statusCode()).as(made.body()).isBetween(200, 201);
        return new Customer(publicUrl, json(made).path("token").asString());
    }

    /** The answer to a message: its {@code ack}, or its {@code error}. */
    public JsonNode say(String id, String text) throws Exception {
        send(Map.of("send", Map.of("client_msg_id", id, "message_type", "text", "text", text)));
        return await("an answer to " + id, frame -> answers(frame, id));
    }

    private static boolean answers(JsonNode frame, String id) {
        return frame.path("ack").path("client_msg_id").asString("").equals(id)
                || frame.path("error").path("client_msg_id").asString("").equals(id);
    }

    /** The texts that the conversation holds, oldest first. */
    public List<String> history(String conversation) throws Exception {
        HttpResponse<String> answer =
                get(publicUrl + "/api/v1/conversations/" + conversation + "/messages?limit=200", token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> texts = new ArrayList<>();
        json(answer).path("items").forEach(item -> texts.add(item.path("text").asString("")));
        return texts;
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    public static HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        Optional.ofNullable(token).ifPresent(given -> request.header("Authorization", "Bearer " + given));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public static HttpResponse<String> post(String url, Map<String, ?> body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Whether the password opens the console. */
    public static boolean signsIn(String publicUrl, String password) throws IOException, InterruptedException {
        return post(publicUrl + "/api/v1/sessions", Map.of("username", "admin", "password", password))
                                .statusCode()
                        / 100
                == 2;
    }

    private void send(Map<String, ?> frame) throws Exception {
        socket.sendText(JsonMapper.shared().writeValueAsString(frame), true).get(20, TimeUnit.SECONDS);
    }

    private synchronized JsonNode await(String what, java.util.function.Predicate<JsonNode> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + Child.PATIENCE.toNanos();
        while (true) {
            Optional<JsonNode> found = frames.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            assertThat(left).as("waiting for %s, came: %s", what, frames).isPositive();
            wait(left);
        }
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            frames.add(JsonMapper.shared().readTree(partial.toString()));
            partial.setLength(0);
            notifyAll();
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {
        socket.abort();
    }
}

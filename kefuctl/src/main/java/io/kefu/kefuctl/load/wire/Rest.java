package io.kefu.kefuctl.load.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API of a server. A call that was too fast is repeated until it is taken. */
public final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TOO_MANY = 429;
    private static final long PAUSE_NANOS = 50_000_000;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final URI server;

    public Rest(URI server) {
        this.server = server;
    }

    /** Somebody who can say hello. */
    public record Identity(String id, String token) {}

    /** A new visitor of the channel {@code web}. */
    public Identity newVisitor() throws IOException, InterruptedException {
        JsonNode answer = post("/api/v1/visitors", Map.of("channel", "web"));
        return new Identity(
                answer.path("visitor_id").asString(), answer.path("token").asString());
    }

    public Identity signIn(String username, String password) throws IOException, InterruptedException {
        JsonNode answer = post("/api/v1/sessions", Map.of("username", username, "password", password));
        return new Identity(
                answer.path("agent").path("id").asString(username),
                answer.path("token").asString());
    }

    private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return call(request(path, body));
    }

    private HttpRequest.Builder request(String path, Map<String, ?> body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
    }

    /** With a token; the body is JSON. */
    public JsonNode post(String path, String token, Map<String, ?> body) throws IOException, InterruptedException {
        return call(request(path, body).header("Authorization", "Bearer " + token));
    }

    /** With a token; the body is a form with a file. */
    public JsonNode upload(String token, String contentType, byte[] form) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(server.resolve("/api/v1/files"))
                .header("Content-Type", contentType)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form)));
    }

    public JsonNode get(String path, String token) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token));
    }

    private static JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest ready = request.timeout(PATIENCE).build();
        long deadline = System.nanoTime() + 3 * PATIENCE.toNanos();
        HttpResponse<String> answer = HTTP.send(ready, HttpResponse.BodyHandlers.ofString());
        while (answer.statusCode() == TOO_MANY && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE_NANOS);
            answer = HTTP.send(ready, HttpResponse.BodyHandlers.ofString());
        }
        if (answer.statusCode() >= 300) {
            throw new IOException(
                    ready.method() + " " + ready.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        try {
            return JsonMapper.shared().readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException(ready.uri() + " answered what is no JSON", e);
        }
    }
}

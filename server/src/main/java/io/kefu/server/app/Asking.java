package io.kefu.server.app;

import io.kefu.protocol.UnixHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A question to the server that runs on a data directory, by what it has left there: over TCP, or by its socket file where its
 * admin listener speaks TLS. Whom that certificate was made out to is nobody on this machine, and who vouches for it may be
 * known to nobody here.
 */
record Asking(Path data, URI admin, String token) {

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final int MOST_BYTES = 64 * 1024;
    private static final String JSON = "application/json";

    private record Answer(int status, String body) {}

    /** The answer's JSON. Throws for any other status than 200, with what was said. */
    JsonNode post(String path, String body) throws IOException {
        Path file = data.resolve("admin.sock");
        Answer answer = "https".equals(admin.getScheme()) && Files.exists(file)
                ? overSocket(file, path, body)
                : overTcp(path, body);
        JsonNode said = json(answer);
        if (answer.status() != 200) {
            throw new IOException(said.path("detail").asString("it answered " + answer.status()));
        }
        return said;
    }

    private static JsonNode json(Answer answer) throws IOException {
        try {
            return JsonMapper.shared().readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException("it answered " + answer.status() + ", and no JSON", e);
        }
    }

    private String bearer() {
        return "Bearer " + token;
    }

    private Answer overSocket(Path file, String path, String body) throws IOException {
        Map<String, String> headers = Map.of("Authorization", bearer(), "Content-Type", JSON);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (UnixHttp.Reply reply = UnixHttp.call(file, "POST", path, headers, bytes, ANSWERS_WITHIN)) {
            String text = new String(reply.body().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return new Answer(reply.status(), text);
        }
    }

    private Answer overTcp(String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(admin.resolve(path))
                .timeout(ANSWERS_WITHIN)
                .header("Authorization", bearer())
                .header("Content-Type", JSON)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWERS_WITHIN)
                .build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Asking[" + data + ", " + admin + "]";
    }
}

package io.kefu.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the API: what it sends is exactly what a test says. */
public record Http(String base, List<String> headers) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Http(String base) {
        this(base, List.of());
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Reply(int status, Map<String, List<String>> headers, byte[] bytes) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(bytes);
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public String code() {
            return json().path("code").asString("");
        }

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    public Http with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new Http(base, more);
    }

    public Http bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Reply get(String path) {
        return call("GET", path, BodyPublishers.noBody(), "");
    }

    public Reply send(String method, String path, String json) {
        return call(method, path, BodyPublishers.ofString(json), "application/json");
    }

    public Reply post(String path, String json) {
        return send("POST", path, json);
    }

    public Reply put(String path, String json) {
        return send("PUT", path, json);
    }

    public Reply delete(String path) {
        return call("DELETE", path, BodyPublishers.noBody(), "");
    }

    public Reply upload(String name, String type, byte[] bytes) {
        var form = new ByteArrayOutputStream();
        form.writeBytes(("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(bytes);
        form.writeBytes("\r\n--xx--\r\n".getBytes(StandardCharsets.UTF_8));
        return call(
                "POST",
                "/api/v1/files",
                BodyPublishers.ofByteArray(form.toByteArray()),
                "multipart/form-data; boundary=xx");
    }

    public Reply call(String method, String path, HttpRequest.BodyPublisher body, String contentType) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The token of a new anonymous visitor of {@code channel}. */
    JsonNode visitor(String channel) {
        return post("/api/v1/visitors", "{\"channel\":\"" + channel + "\"}").json();
    }

    Http asVisitor() {
        return bearer(visitor("web").path("token").asString());
    }
}

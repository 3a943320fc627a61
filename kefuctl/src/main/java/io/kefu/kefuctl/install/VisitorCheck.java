package io.kefu.kefuctl.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A visitor of no one's: leaves one sentence over the public listener as any client does, reads it again, ends the
 * conversation and goes. What comes back proves the road from a socket to the disk and back. It leaves a note as one leaves a
 * contact, and asks no question: no bot is asked, and no figure of bots counts it.
 */
final class VisitorCheck {

    /** Shown to the agent who may see it. */
    static final String SENTENCE = "kefuctl looks whether messages arrive (系统自检，请忽略)";

    /** Done whatever came before, whose failure goes before its own. */
    private interface Ending extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private static final int BOUND_MILLIS = (int) Duration.ofSeconds(20).toMillis();
    private static final int MAX_BYTES = 1 << 20;

    private final URI server;
    private String token = "";
    private String connection = "";

    VisitorCheck(URI server) {
        this.server = server;
    }

    /** By the status of a server; empty when it has no channel of the web or is reached by TLS alone. */
    static Optional<String> channel(JsonNode status) {
        for (JsonNode channel : status.path("channels")) {
            if (channel.path("type").asString("").equals("web")) {
                return Optional.of(channel.path("name").asString());
            }
        }
        return Optional.empty();
    }

    /** Throws {@link IOException} that says which part of the road is broken. */
    void run(String channel) throws IOException {
        token = post("/api/v1/visitors", Map.of("channel", channel))
                .path("token")
                .asString("");
        String instance = "kefuctl-" + UUID.randomUUID();
        JsonNode welcome = post("/api/v1/frames", Map.of("hello", Map.of("client", Map.of("instance_id", instance))));
        connection = welcome.path("welcome").path("connection_id").asString("");
        try (Ending _ = () -> call("DELETE", "/api/v1/connections/" + connection, null)) {
            converse();
        }
    }

    private void converse() throws IOException {
        String conversation =
                send(Map.of("event", Map.of("name", "contact", "data", Map.of("name", "kefuctl", "note", SENTENCE))));
        Map<String, Object> close = Map.of("conversation_id", conversation, "event", Map.of("name", "close"));
        try (Ending _ = () -> send(close)) {
            String history = call("GET", "/api/v1/conversations/" + conversation + "/messages?limit=20", null)
                    .toString();
            if (!history.contains(SENTENCE)) {
                throw new IOException("a visitor's acknowledged message is not in its conversation");
            }
        }
    }

    /** The conversation in which it was acknowledged. */
    private String send(Map<String, Object> event) throws IOException {
        Map<String, Object> message = new LinkedHashMap<>(event);
        message.put("client_msg_id", UUID.randomUUID().toString());
        message.put("message_type", "event");
        JsonNode answer = post("/api/v1/frames", Map.of("send", message));
        JsonNode ack = answer.path("ack");
        if (ack.path("seq").asLong(0) < 1) {
            throw new IOException("a visitor's message was not acknowledged: " + answer);
        }
        return ack.path("conversation_id").asString("");
    }

    private JsonNode post(String path, Map<String, ?> body) throws IOException {
        return call("POST", path, JsonMapper.shared().writeValueAsString(body));
    }

    private JsonNode call(String method, String path, String body) throws IOException {
        HttpURLConnection asked =
                (HttpURLConnection) server.resolve(path).toURL().openConnection();
        asked.setConnectTimeout(BOUND_MILLIS);
        asked.setReadTimeout(BOUND_MILLIS);
        asked.setRequestMethod(method);
        asked.setRequestProperty("Content-Type", "application/json");
        if (!token.isEmpty()) {
            asked.setRequestProperty("Authorization", "Bearer " + token);
        }
        if (!connection.isEmpty()) {
            asked.setRequestProperty("Kefu-Connection", connection);
        }
        if (body != null) {
            asked.setDoOutput(true);
            asked.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = asked.getResponseCode();
        try (InputStream in = status < 400 ? asked.getInputStream() : asked.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(MAX_BYTES);
            JsonNode answer = JsonMapper.shared().readTree(bytes);
            if (status >= 400) {
                throw new IOException(method + " " + path + " as a visitor was refused with " + status + ": "
                        + answer.path("detail").asString(answer.path("title").asString("")));
            }
            return answer;
        } catch (JacksonException e) {
            throw new IOException(method + " " + path + " as a visitor was answered with no JSON", e);
        }
    }
}

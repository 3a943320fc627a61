package io.kefu.server.testing;

import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that come by HTTP requests. */
final class HttpClients {
    private HttpClients() {}

    /** What both have: frames go by POST, each when the one before was answered. */
    abstract static class Posting extends TestClient {
        /** For those who never hear a close code: what a refused request stands for. */
        private static final Map<Integer, Integer> CODES =
                Map.of(401, 4401, 403, 4403, 404, 1006, 413, 1009, 429, 4429, 503, 4503);

        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final String base;
        private String token = "";
        private volatile String connection = "";
        private volatile Thread hearing;
        private volatile boolean deaf;

        Posting(int port) {
            base = "http://127.0.0.1:" + port + "/api/v1/";
        }

        @Override
        public void send(ClientFrame frame) {
            if (frame.hasHello()) {
                token = frame.getHello().getToken();
            }
            sendRaw(FrameJson.encode(frame));
        }

        @Override
        public void sendRaw(byte[] payload) {
            HttpRequest.Builder request = request("frames")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(payload));
            if (!connection.isEmpty()) {
                request.header("Kefu-Connection", connection);
            }
            HttpResponse<byte[]> answer = call(request);
            if (answer.statusCode() != 204) {
                answered(answer);
            }
        }

        private void answered(HttpResponse<byte[]> answer) {
            boolean problem =
                    answer.headers().firstValue("Content-Type").orElse("").contains("problem");
            if (problem) {
                refused(answer.statusCode());
                return;
            }
            ServerFrame frame = frame(answer.body());
            received(frame);
            if (frame.hasWelcome()) {
                connection = frame.getWelcome().getConnectionId();
                hearing = Thread.startVirtualThread(this::hear);
            } else if (connection.isEmpty()) {
                refused(answer.statusCode()); // the hello was
            }
        }

        void refused(int status) {
            ended(CODES.getOrDefault(status, 1006));
        }

        private void hear() {
            String cursor = connection;
            while (!over() && !deaf && !cursor.isEmpty()) {
                cursor = hear(cursor);
            }
        }

        /** One request; gives the cursor after it, or nothing when this is over. */
        abstract String hear(String cursor);

        HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(Duration.ofSeconds(40))
                    .header("Authorization", "Bearer " + token);
        }

        HttpClient http() {
            return http;
        }

        HttpResponse<byte[]> call(HttpRequest.Builder request) {
            try {
                return http.send(request.build(), BodyHandlers.ofByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        static ServerFrame frame(byte[] json) {
            try {
                return FrameJson.decodeServer(json) instanceof Decoded.Frame<ServerFrame> known
                        ? known.frame()
                        : ServerFrame.getDefaultInstance();
            } catch (BadFrameException e) {
                throw new AssertionError("The server sent what is no frame", e);
            }
        }

        @Override
        public void abort() {
            ended(1006);
            deaf = true;
            http.shutdownNow();
            if (hearing != null) {
                hearing.interrupt();
            }
        }

        @Override
        public void deafen() {
            deaf = true;
        }

        /** Reads nothing more, and keeps the connection. */
        void holdIfDeaf() throws InterruptedException {
            while (deaf && !over()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        @Override
        public void close() {
            if (!connection.isEmpty() && !over()) {
                HttpRequest leave =
                        request("connections/" + connection).DELETE().build();
                try {
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .build()
                            .send(leave, BodyHandlers.discarding());
                } catch (IOException e) {
                    ended(1006); // nobody is there any more
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            abort();
        }
    }

    static final class Polling extends Posting {
        Polling(int port) {
            super(port);
        }

        @Override
        String hear(String cursor) {
            try {
                HttpResponse<byte[]> answer =
                        http().send(request("events?wait=10&cursor=" + cursor).build(), BodyHandlers.ofByteArray());
                JsonNode body = JsonMapper.shared().readTree(answer.body());
                body.path("events")
                        .forEach(event -> received(frame(event.toString().getBytes(StandardCharsets.UTF_8))));
                if (body.has("close")) {
                    ended(body.path("close").path("code").asInt());
                } else if (answer.statusCode() != 200) {
                    refused(answer.statusCode());
                }
                return body.path("cursor").asString("");
            } catch (IOException e) {
                ended(1006);
                return "";
            } catch (InterruptedException e) {
                return "";
            }
        }
    }

    static final class Streaming extends Posting {
        Streaming(int port) {
            super(port);
        }

        @Override
        String hear(String cursor) {
            String reached = cursor;
            try {
                HttpResponse<InputStream> answer = http().send(
                                request("stream")
                                        .header("Last-Event-ID", cursor)
                                        .build(),
                                BodyHandlers.ofInputStream());
                if (answer.statusCode() != 200) {
                    refused(answer.statusCode());
                    return "";
                }
                try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                    String event = "";
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (line.startsWith("id: ")) {
                            reached = line.substring(4);
                        } else if (line.startsWith("event: ")) {
                            event = line.substring(7);
                        } else if (line.startsWith("data: ")) {
                            data(event, line.substring(6));
                        }
                        holdIfDeaf();
                    }
                }
                return reached;
            } catch (IOException e) {
                ended(1006);
                return "";
            } catch (InterruptedException e) {
                return "";
            }
        }

        private void data(String event, String data) {
            if (event.equals("close")) {
                ended(JsonMapper.shared().readTree(data).path("code").asInt());
            } else {
                received(frame(data.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}

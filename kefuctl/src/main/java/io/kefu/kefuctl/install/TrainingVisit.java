package io.kefu.kefuctl.install;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A visitor and an agent for a moment, over the server at the first argument, so that the cache for quicker starts knows
 * what they use: pages, sign-in, sockets, a question, the bot's answer. {@code KEFU_TRAINING_PASSWORD} is the admin's. Run by
 * {@code kefu-train} as a program of its own, which nothing but this class is loaded for.
 */
public final class TrainingVisit {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private TrainingVisit() {}

    public static void main(String[] args) throws Exception {
        var url = args[0];
        for (var page : new String[] {"/demo/", "/console/", "/widget.js", "/api/v1/channels/web/widget"}) {
            send(HttpRequest.newBuilder(URI.create(url + page)).GET());
        }
        var password = System.getenv("KEFU_TRAINING_PASSWORD");
        var session = post(url, "/api/v1/sessions", "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
        var agent = new Frames();
        var agentSocket = connect(url, agent, token(session), "welcome");
        var visitor = new Frames();
        var visitorSocket =
                connect(url, visitor, token(post(url, "/api/v1/visitors", "{\"channel\":\"web\"}")), "welcome");
        // The first is answered by the bot, the second asks for a person.
        say(visitorSocket, "1", "怎么退货？");
        visitor.await("\"bot\"");
        say(visitorSocket, "2", "human");
        agent.await("\"human\"");
        agentSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);
        visitorSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);
    }

    private static void say(WebSocket socket, String id, String text) throws Exception {
        var frame = "{\"send\":{\"client_msg_id\":\"" + id + "\",\"message_type\":\"text\",\"text\":\"" + text + "\"}}";
        socket.sendText(frame, true).get(20, TimeUnit.SECONDS);
    }

    private static WebSocket connect(String url, Frames frames, String token, String until) throws Exception {
        var socket = HTTP.newWebSocketBuilder()
                .subprotocols("kefu.v1.json")
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create(url.replaceFirst("^http", "ws") + "/ws/v1"), frames)
                .get(20, TimeUnit.SECONDS);
        socket.sendText(
                        "{\"hello\":{\"token\":\"" + token + "\",\"client\":{\"instance_id\":\"training-"
                                + token.hashCode() + "\"}}}",
                        true)
                .get(20, TimeUnit.SECONDS);
        frames.await(until);
        return socket;
    }

    private static String post(String url, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String token(String answer) {
        var found = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
        if (!found.find()) {
            throw new IllegalStateException("no token in the server's answer");
        }
        return found.group(1);
    }

    /** What came over one socket. */
    private static final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part).append(last ? "\n" : "");
            notifyAll();
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        synchronized void await(String wanted) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (text.indexOf(wanted) < 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IllegalStateException("no " + wanted + " came in " + PATIENCE);
                }
                wait(left);
            }
        }
    }
}

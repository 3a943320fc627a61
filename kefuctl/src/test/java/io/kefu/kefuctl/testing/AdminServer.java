package io.kefu.kefuctl.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An admin listener that gives one answer to everything and keeps what it was asked. */
public final class AdminServer implements AutoCloseable {

    public static final String TOKEN = "a-token-of-the-test";

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int status;
    private final String answer;

    private AdminServer(HttpServer server, int status, String answer) {
        this.server = server;
        this.status = status;
        this.answer = answer;
    }

    /** Also leaves {@code run.json} and {@code admin.token} in the data directory. */
    public static AdminServer answering(Path data, int status, String answer) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AdminServer server = new AdminServer(http, status, answer);
        http.createContext("/", server::handle);
        http.start();
        Files.createDirectories(data);
        String url = "http://127.0.0.1:" + http.getAddress().getPort();
        Files.writeString(data.resolve("run.json"), "{\"pid\": 1, \"admin_url\": \"" + url + "\"}");
        Files.writeString(data.resolve("admin.token"), TOKEN + "\n");
        return server;
    }

    /** {@code METHOD PATH BODY} of each request that carried the token. */
    public List<String> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

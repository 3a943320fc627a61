package io.kefu.kefuctl.cli;

import io.kefu.protocol.Skew;
import io.kefu.protocol.UnixHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;

/**
 * One question to a server and its answer, over TCP, TLS or a socket file. {@link HttpURLConnection} rather than the newer
 * client: it costs a short command a tenth of a second less to start.
 */
final class Exchange {
    private static final int CONNECT_MILLIS = 2_000;

    private final RunningServer server;

    Exchange(RunningServer server) {
        this.server = server;
    }

    /**
     * An answer.
     *
     * @param version what the server says it is; empty when it does not say
     * @param body null when there is none; closed by whoever reads it
     */
    record Answer(int status, String version, InputStream body) {}

    /**
     * Asks.
     *
     * @param body null for none
     * @param wholeMillis what the whole of it may take over a socket file, 0 for any time; over TCP each read may
     *     take {@code readMillis}
     */
    Answer ask(String method, URI address, String body, int readMillis, int wholeMillis) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        return server.socket().isPresent()
                ? overSocket(method, address, bytes, wholeMillis)
                : overTcp(method, address, bytes, readMillis);
    }

    private Answer overSocket(String method, URI address, byte[] body, int millis) throws IOException {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        UnixHttp.Reply reply = UnixHttp.call(
                server.socket().orElseThrow(),
                method,
                address.getRawPath() + query,
                headers(),
                body,
                Duration.ofMillis(millis));
        return new Answer(reply.status(), reply.headers().getOrDefault("kefu-version", ""), reply.body());
    }

    private Answer overTcp(String method, URI address, byte[] body, int readMillis) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure && server.ca().isPresent()) {
            secure.setSSLSocketFactory(Trust.in(server.ca().get()));
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(readMillis);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false); // the token is for this server alone
        headers().forEach(connection::setRequestProperty);
        if (body.length > 0) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body);
        }
        int status = connection.getResponseCode();
        String version = connection.getHeaderField(Skew.SERVER);
        return new Answer(
                status,
                version == null ? "" : version,
                status < 400 ? connection.getInputStream() : connection.getErrorStream());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + server.token());
        headers.put("Content-Type", "application/json");
        headers.put(Skew.CLIENT, Release.version());
        headers.put("Kefu-Operator", operator());
        return headers;
    }

    /** For the audit log: under whose account this was started; through sudo, whose that was before. */
    private static String operator() {
        String before = System.getenv("SUDO_USER");
        String name = before == null || before.isEmpty() ? System.getProperty("user.name", "") : before;
        return name.replaceAll("[^\\x21-\\x7e]", "?");
    }
}

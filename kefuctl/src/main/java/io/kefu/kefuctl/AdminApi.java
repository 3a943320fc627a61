package io.kefu.kefuctl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Asks a running server, over its admin listener. {@link HttpURLConnection} rather than the newer client: it costs a
 * short command a tenth of a second less to start.
 */
final class AdminApi {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 30_000;

    /** What walks a whole day of messages, or all of them. */
    private static final int PATIENT_MILLIS = 3_600_000;

    private static final int MAX_BYTES = 4 << 20;

    private final Path data;
    private final RunningServer server;

    AdminApi(Path data) {
        this.data = data;
        this.server = RunningServer.of(data);
    }

    /** The answer's JSON; missing when it has no body. Throws {@link CommandFailure} for all but a success. */
    JsonNode get(String path) {
        return call("GET", path, null, READ_MILLIS);
    }

    JsonNode post(String path, Map<String, ?> body) {
        return call("POST", path, JsonMapper.shared().writeValueAsString(body), READ_MILLIS);
    }

    /** The same, for what may take an hour. */
    JsonNode postPatiently(String path, Map<String, ?> body) {
        return call("POST", path, JsonMapper.shared().writeValueAsString(body), PATIENT_MILLIS);
    }

    JsonNode put(String path, Map<String, ?> body) {
        return call("PUT", path, JsonMapper.shared().writeValueAsString(body), READ_MILLIS);
    }

    void delete(String path) {
        call("DELETE", path, null, READ_MILLIS);
    }

    /** An id as a piece of a path. */
    static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Copies an answer of any length. Throws {@link CommandFailure} when it breaks off: what was copied is then not all.
     *
     * @return how many bytes it had
     */
    long download(String path, OutputStream to) {
        URI address = server.admin().resolve(path);
        try {
            HttpURLConnection connection = connect("GET", address);
            int status = connection.getResponseCode();
            if (status >= 400) {
                throw refused("GET", address, status, read(connection.getErrorStream()));
            }
            try (InputStream from = connection.getInputStream()) {
                return from.transferTo(to);
            }
        } catch (IOException | JacksonException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the answer of " + server.admin() + address.getPath() + " broke off (" + e.getMessage()
                            + "): what was written is not all",
                    "kefuctl storage status, then try again",
                    e);
        }
    }

    private JsonNode call(String method, String path, String body, int readMillis) {
        URI address = server.admin().resolve(path);
        try {
            HttpURLConnection connection = connect(method, address);
            connection.setReadTimeout(readMillis);
            if (body != null) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            JsonNode answer = read(status < 400 ? connection.getInputStream() : connection.getErrorStream());
            if (status >= 400) {
                throw refused(method, address, status, answer);
            }
            return answer;
        } catch (IOException | JacksonException e) {
            String what =
                    "the server of " + data + " does not answer at " + server.admin() + " (" + e.getMessage() + ")";
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, what, "look at its log, or start it: kefuctl up --data " + data, e);
        }
    }

    private HttpURLConnection connect(String method, URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + server.token());
        connection.setRequestProperty("Content-Type", "application/json");
        return connection;
    }

    private static JsonNode read(InputStream stream) throws IOException {
        if (stream == null) {
            return MissingNode.getInstance();
        }
        try (stream) {
            byte[] bytes = stream.readNBytes(MAX_BYTES);
            return bytes.length == 0
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(bytes);
        }
    }

    /** From problem details (RFC 9457). */
    private static CommandFailure refused(String method, URI address, int status, JsonNode problem) {
        String why = problem.path("detail").asString(problem.path("title").asString(""));
        String what =
                method + " " + address.getPath() + " was refused with " + status + (why.isEmpty() ? "" : ": " + why);
        String path = address.getPath();
        return switch (status) {
            case 401, 403 ->
                new CommandFailure(ExitCode.FAILED, what, "is admin.token of this server's own data directory?");
            case 404 -> new CommandFailure(ExitCode.FAILED, what, whereToLook(path));
            case 409 ->
                path.contains("/config/")
                        ? new CommandFailure(
                                ExitCode.REVISION_CONFLICT, what, "somebody was quicker: look, and try again")
                        : new CommandFailure(ExitCode.FAILED, what, "");
            case 400, 422 -> new CommandFailure(ExitCode.FAILED, what, errors(problem, why));
            default -> new CommandFailure(ExitCode.FAILED, what, "look at the server's log");
        };
    }

    private static String whereToLook(String path) {
        if (path.contains("/holds/")) {
            return "kefuctl storage hold list; the console shows a conversation's id";
        }
        return path.contains("/storage/")
                ? "the console shows the id; or name your own: --external-id ID --channel NAME"
                : "look whether it is in the configuration in force";
    }

    /** What the reason has not said already. */
    private static String errors(JsonNode problem, String why) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode error : problem.path("errors")) {
            String text = error.isString()
                    ? error.asString()
                    : error.path("field").asString() + " "
                            + error.path("message").asString();
            if (!why.contains(text)) {
                lines.append(lines.isEmpty() ? "" : "\n  ").append(text);
            }
        }
        return lines.toString();
    }
}

package io.kefu.kefuctl.cli;

import io.kefu.protocol.Skew;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Asks a running server, over its admin listener.
 */
public final class AdminApi {

    private static final int READ_MILLIS = 30_000;

    /** What walks a whole day of messages, or all of them. */
    private static final int PATIENT_MILLIS = 3_600_000;

    private static final int MAX_BYTES = 4 << 20;

    private final Target target;
    private final RunningServer server;
    private final Exchange exchange;

    /**
     * That of the server which runs on a data directory, whatever context is in use: {@link DataOption#api} is for commands
     * that go where the context says. Throws {@link CommandFailure} when none runs there.
     */
    public AdminApi(Path data) {
        this(new Target(Optional.empty(), data));
    }

    AdminApi(Target target) {
        this.target = target;
        this.server = target.context().map(RunningServer::of).orElseGet(() -> RunningServer.of(target.data()));
        this.exchange = new Exchange(server);
    }

    /** The context that is asked, and where its server is; empty for that of a data directory. */
    public Optional<String> context() {
        return target.context().map(known -> "context " + known.name() + " (" + known.place() + ")");
    }

    /**
     * Throws {@link CommandFailure} when the server is on another machine: a path of this one is nothing there, or something
     * else.
     */
    public void mustBeHere(String what) {
        boolean here = server.socket().isPresent() || Loopback.is(server.admin());
        if (!here && target.context().filter(known -> known.data().isEmpty()).isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    what + " is read by the server, and that of " + context().orElse("") + " is on another machine",
                    "say it there, or name a server of this machine: --data DIR");
        }
    }

    /** The answer's JSON; missing when it has no body. Throws {@link CommandFailure} for all but a success. */
    public JsonNode get(String path) {
        return call("GET", path, null, READ_MILLIS);
    }

    /** As {@link #get}, with a body. */
    public JsonNode post(String path, Map<String, ?> body) {
        return call("POST", path, JsonMapper.shared().writeValueAsString(body), READ_MILLIS);
    }

    /** The same, for what may take an hour. */
    public JsonNode postPatiently(String path, Map<String, ?> body) {
        return call("POST", path, JsonMapper.shared().writeValueAsString(body), PATIENT_MILLIS);
    }

    /** As {@link #post}. */
    public JsonNode put(String path, Map<String, ?> body) {
        return call("PUT", path, JsonMapper.shared().writeValueAsString(body), READ_MILLIS);
    }

    /** As {@link #get}, for what is to be gone. */
    public void delete(String path) {
        call("DELETE", path, null, READ_MILLIS);
    }

    /** An id as a piece of a path. */
    public static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Copies an answer of any length. Throws {@link CommandFailure} when it breaks off: what was copied is then not all.
     *
     * @return how many bytes it had
     */
    public long download(String path, OutputStream to) {
        URI address = server.admin().resolve(path);
        try {
            Exchange.Answer answer = exchange.ask("GET", address, null, READ_MILLIS, 0);
            if (answer.status() >= 400) {
                throw refused("GET", address, answer, read(answer.body()));
            }
            try (InputStream from = answer.body()) {
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

    private JsonNode call(String method, String path, String body, int millis) {
        URI address = server.admin().resolve(path);
        try {
            Exchange.Answer answer = exchange.ask(method, address, body, millis, millis);
            JsonNode json = read(answer.body());
            if (answer.status() >= 400) {
                throw refused(method, address, answer, json);
            }
            return json;
        } catch (IOException | JacksonException e) {
            throw unanswered(e);
        }
    }

    private CommandFailure unanswered(Exception e) {
        String why = " does not answer at " + server.place() + " (" + e.getMessage() + ")";
        return target.context()
                .map(known -> new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "the server of context " + known.name() + why,
                        "does it run, and is that its address? kefuctl context list",
                        e))
                .orElseGet(() -> new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "the server of " + target.data() + why,
                        "look at its log, or start it: " + LocalServer.own().start(target.data()),
                        e));
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
    private CommandFailure refused(String method, URI address, Exchange.Answer answer, JsonNode problem) {
        int status = answer.status();
        Optional<String> skew = Skew.problem(Release.version(), answer.version());
        if (skew.isPresent()) {
            return new CommandFailure(ExitCode.FAILED, skew.get(), "use the kefuctl of the server's own release");
        }
        String why = problem.path("detail").asString(problem.path("title").asString(""));
        String what =
                method + " " + address.getPath() + " was refused with " + status + (why.isEmpty() ? "" : ": " + why);
        String path = address.getPath();
        return switch (status) {
            case 401 -> new CommandFailure(ExitCode.FAILED, what, unknownToken());
            case 403 ->
                new CommandFailure(ExitCode.FAILED, what, "a token with a greater scope: kefuctl token create --help");
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

    private String unknownToken() {
        return target.context()
                .filter(known -> known.data().isEmpty())
                .map(known ->
                        "the token of context " + known.name() + " is wrong, expired or revoked: make another there"
                                + " (kefuctl token create), then kefuctl context add " + known.name() + " …")
                .orElse("is admin.token of this server's own data directory?");
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

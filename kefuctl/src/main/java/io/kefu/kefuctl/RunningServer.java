package io.kefu.kefuctl;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the server of a data directory listens for operators, and the token that opens it. */
record RunningServer(URI admin, String token) {

    /** Reads {@code run.json} and {@code admin.token}, which a server writes once it is ready. */
    static RunningServer of(Path data) {
        JsonNode run = run(data);
        String url = run.path("admin_url").asString("");
        if (url.isEmpty()) {
            throw unreachable(data, data.resolve("run.json") + " names no admin_url", null);
        }
        return new RunningServer(URI.create(url), token(data));
    }

    private static JsonNode run(Path data) {
        Path file = data.resolve("run.json");
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw unreachable(data, "no server runs there (" + file + " does not exist)", e);
        } catch (IOException | JacksonException e) {
            throw unreachable(data, file + " cannot be read", e);
        }
    }

    private static String token(Path data) {
        Path file = data.resolve("admin.token");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            String remedy = "run this as the user of the server, or as root";
            throw new CommandFailure(ExitCode.FAILED, file + " cannot be read", remedy, e);
        }
    }

    private static CommandFailure unreachable(Path data, String why, Exception cause) {
        String what = "the server of " + data + " cannot be reached: " + why;
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                what,
                "name its data directory (--data DIR), or start it: kefuctl up --data " + data,
                cause);
    }
}

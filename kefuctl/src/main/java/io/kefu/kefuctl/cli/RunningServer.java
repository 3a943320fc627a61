package io.kefu.kefuctl.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a server listens for operators, and the token that opens it.
 *
 * @param socket the file to go by instead of the address
 * @param ca the certificates in PEM that vouch for its own, where this machine's do not
 */
public record RunningServer(URI admin, String token, Optional<Path> socket, Optional<Path> ca) {
    private static final URI OVER_SOCKET = URI.create("http://localhost");

    /** Reads {@code run.json} and {@code admin.token}, which a server writes once it is ready. */
    public static RunningServer of(Path data) {
        JsonNode run = run(data);
        String url = run.path("admin_url").asString("");
        if (url.isEmpty()) {
            throw unreachable(data, data.resolve("run.json") + " names no admin_url", null);
        }
        return new RunningServer(URI.create(url), token(data), socket(data, url), Optional.empty());
    }

    /** Whom a certificate was made out to is nobody on this machine: the socket file needs none. */
    private static Optional<Path> socket(Path data, String url) {
        Path file = data.resolve("admin.sock");
        return url.startsWith("https:") && Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** That of a context. */
    static RunningServer of(Context context) {
        if (context.data().isPresent()) {
            return of(context.data().get());
        }
        String token = context.token()
                .map(source -> TokenText.checked(source.token(), "context " + context.name()))
                .orElse("");
        return new RunningServer(context.server().orElse(OVER_SOCKET), token, context.socket(), context.ca());
    }

    /** Where it is asked, as one reads it. */
    String place() {
        return socket.map(file -> "unix:" + file).orElseGet(admin::toString);
    }

    private static JsonNode run(Path data) {
        Path file = data.resolve("run.json");
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw unreachable(data, "no server runs there (" + file + " does not exist)", e);
        } catch (AccessDeniedException e) {
            throw unreadable(file, e);
        } catch (IOException | JacksonException e) {
            throw unreachable(data, file + " cannot be read", e);
        }
    }

    private static String token(Path data) {
        Path file = data.resolve("admin.token");
        try {
            return TokenText.in(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CommandFailure unreadable(Path file, Exception cause) {
        String remedy = "run this as the user of the server, or as root";
        return new CommandFailure(ExitCode.FAILED, file + " cannot be read", remedy, cause);
    }

    private static CommandFailure unreachable(Path data, String why, Exception cause) {
        String what = "the server of " + data + " cannot be reached: " + why;
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                what,
                "name its data directory (--data DIR), or start it: "
                        + LocalServer.own().start(data),
                cause);
    }
}

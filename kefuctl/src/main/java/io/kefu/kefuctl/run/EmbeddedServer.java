package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.ServerLauncher;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.server.app.QuickStart;
import io.kefu.server.app.ServerOptions;
import io.kefu.storage.accounts.Credentials;
import io.kefu.storage.backup.BackupException;
import io.kefu.storage.backup.Restore;
import io.kefu.storage.journal.DirectoryLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server in this very process. */
public final class EmbeddedServer implements ServerLauncher {

    /** The quick start is for this machine alone until somebody says otherwise. */
    private static final String LOOPBACK = "127.0.0.1";

    private record Ports(Optional<Integer> open, Optional<Integer> admin) {}

    @Override
    public ExitCode serve(Serve request, Terminal terminal) {
        ServerLog.open(terminal.err(), request.log());
        Optional<String> password = password();
        ServerOptions options = new ServerOptions(
                request.config(),
                request.data(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                password,
                takeOver(request.takeOver()));
        return ServerProcess.run(options, server -> {
            Welcome.brief(server, password.isPresent(), terminal);
            new Keeper(System.getenv()).ready(request.config(), request.data());
        });
    }

    @Override
    public ExitCode up(Up request, Terminal terminal) {
        ServerLog.open(terminal.err(), request.log());
        Path config = request.data().resolve("config");
        Optional<String> password = password();
        settle(request.data());
        writeConfigWhenThereIsNone(request.data(), config, terminal);
        Ports ports = ports(request);
        ServerOptions options = new ServerOptions(
                config,
                Optional.of(request.data()),
                ports.open(),
                ports.admin(),
                Optional.of(request.host().orElse(LOOPBACK)),
                request.demo(),
                supervised(),
                password,
                takeOver(request.takeOver()));
        return ServerProcess.run(options, server -> Welcome.print(server, request, terminal));
    }

    /** What a restore that was killed still has to move into place may be the configuration. */
    private static void settle(Path data) {
        try {
            Restore.settle(data);
        } catch (BackupException e) {
            throw new CommandFailure(ExitCode.PREFLIGHT_FAILED, e.getMessage(), "", e);
        }
    }

    private static void writeConfigWhenThereIsNone(Path data, Path config, Terminal terminal) {
        try {
            // What customers wrote will lie here: for the owner's eyes alone.
            Files.createDirectories(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!QuickStart.isConfigured(config)) {
                demandFree(data);
                QuickStart.write(config);
                terminal.err().println("wrote a small configuration to " + config);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    "cannot write " + config.toAbsolutePath() + ": "
                            + e.getClass().getSimpleName() + " " + e.getMessage(),
                    "give this user write access and free some space (df -h), or choose another directory: --data DIR",
                    e);
        }
    }

    /** Nothing is written beside a server that runs with a configuration of its own: its backups would meet it. */
    private static void demandFree(Path data) {
        if (DirectoryLock.seen(data.resolve("journal")) == DirectoryLock.Seen.HELD) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    "the data directory is in use: a server with another configuration holds " + data.toAbsolutePath(),
                    "kefuctl status shows it; or give this one a directory of its own: --data DIR");
        }
    }

    /** After a kill from the demo page the server comes back where it was. */
    private static Ports ports(Up request) {
        String left = System.getenv("KEFU_RESTARTED_RUN_JSON");
        if (left == null || !Files.isReadable(Path.of(left))) {
            return new Ports(request.port(), request.adminPort());
        }
        try {
            JsonNode run = JsonMapper.shared().readTree(Files.readString(Path.of(left)));
            return new Ports(port(run, "public_url"), port(run, "admin_url"));
        } catch (IOException | RuntimeException e) {
            // A torn file: the ports that were asked for are as good.
            return new Ports(request.port(), request.adminPort());
        }
    }

    private static Optional<Integer> port(JsonNode run, String url) {
        return Optional.of(URI.create(run.path(url).asString("")).getPort()).filter(port -> port > 0);
    }

    private static Optional<ServerOptions.TakeOver> takeOver(Optional<TakeOver> wanted) {
        return wanted.map(how -> new ServerOptions.TakeOver(how.deadline(), how.spread()));
    }

    private static boolean supervised() {
        return "1".equals(System.getenv("KEFU_SUPERVISED"));
    }

    private static Optional<String> password() {
        Optional<String> given =
                Optional.ofNullable(System.getenv("KEFU_ADMIN_PASSWORD")).filter(value -> !value.isBlank());
        given.filter(value -> !holds(value)).ifPresent(_ -> {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "KEFU_ADMIN_PASSWORD has not " + Credentials.MIN_PASSWORD + " to " + Credentials.MAX_PASSWORD
                            + " characters",
                    "choose another, or leave it unset to have one made");
        });
        return given;
    }

    private static boolean holds(String password) {
        int length = password.codePointCount(0, password.length());
        return length >= Credentials.MIN_PASSWORD && length <= Credentials.MAX_PASSWORD;
    }
}

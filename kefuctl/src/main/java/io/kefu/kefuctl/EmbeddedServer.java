package io.kefu.kefuctl;

import io.kefu.server.app.Addresses;
import io.kefu.server.app.QuickStart;
import io.kefu.server.app.Server;
import io.kefu.server.app.ServerOptions;
import io.kefu.server.app.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server in this very process. */
public final class EmbeddedServer implements ServerLauncher {

    private static final String LOOPBACK = "127.0.0.1";

    private record Ports(Optional<Integer> open, Optional<Integer> admin) {}

    @Override
    public ExitCode serve(Serve request, Terminal terminal) {
        ServerOptions options = new ServerOptions(
                request.config(),
                request.data(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                password());
        return run(options, (server, took) -> {
            terminal.err().println("kefu is ready at " + server.addresses().publicUrl() + took);
            server.oneTimePassword()
                    .ifPresent(secret -> terminal.err().println("agent admin, password (shown once): " + secret));
        });
    }

    @Override
    public ExitCode up(Up request, Terminal terminal) {
        Path config = request.data().resolve("config");
        writeConfigWhenThereIsNone(config, terminal);
        Ports ports = ports(request);
        ServerOptions options = new ServerOptions(
                config,
                Optional.of(request.data()),
                ports.open(),
                ports.admin(),
                Optional.of(request.host().orElse(LOOPBACK)),
                request.demo(),
                supervised(),
                password());
        return run(options, (server, took) -> print(server, request, took, terminal));
    }

    private static void writeConfigWhenThereIsNone(Path config, Terminal terminal) {
        try {
            if (!QuickStart.isConfigured(config)) {
                Files.createDirectories(config);
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

    /** After a kill from the demo page the server comes back where it was. */
    private static Ports ports(Up request) {
        String left = System.getenv("KEFU_RESTARTED_RUN_JSON");
        if (left == null || !Files.isReadable(Path.of(left))) {
            return new Ports(request.port(), request.adminPort());
        }
        try {
            JsonNode run = JsonMapper.shared().readTree(Files.readString(Path.of(left)));
            return new Ports(
                    Optional.of(port(run.path("public_url").asString(""))),
                    Optional.of(port(run.path("admin_url").asString(""))));
        } catch (IOException | RuntimeException e) {
            return new Ports(request.port(), request.adminPort());
        }
    }

    private static int port(String url) {
        return java.net.URI.create(url).getPort();
    }

    private static boolean supervised() {
        return "1".equals(System.getenv("KEFU_SUPERVISED"));
    }

    private static Optional<String> password() {
        return Optional.ofNullable(System.getenv("KEFU_ADMIN_PASSWORD")).filter(given -> !given.isBlank());
    }

    private interface Ready {
        void print(Server server, String took);
    }

    private static ExitCode run(ServerOptions options, Ready ready) {
        Server server = start(options);
        String took = " (in %.1f s)"
                .formatted(java.lang.management.ManagementFactory.getRuntimeMXBean()
                                .getUptime()
                        / 1000.0);
        CountDownLatch stopped = new CountDownLatch(1);
        // The hook must not end before the server has: the process ends with it, and its exit code is 0 then.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "stop"));
        if (options.supervised()) {
            Thread.ofPlatform().daemon().name("leash").start(EmbeddedServer::awaitSupervisorsEnd);
        }
        ready.print(server, took);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static void stop(Server server, CountDownLatch stopped) {
        server.close();
        stopped.countDown();
        // A signal's default exit code would say that it failed: it drained as it was asked to.
        Runtime.getRuntime().halt(0);
    }

    /** Standard input is a pipe that only the supervisor holds open: its end means that the supervisor is gone. */
    private static void awaitSupervisorsEnd() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // As good as its end.
        }
        System.exit(0);
    }

    private static Server start(ServerOptions options) {
        try {
            return Server.start(options);
        } catch (StartFailure failure) {
            ExitCode exit = failure.kind() == StartFailure.Kind.CONFIGURATION
                    ? ExitCode.BAD_CONFIGURATION
                    : ExitCode.PREFLIGHT_FAILED;
            throw new CommandFailure(exit, failure.getMessage(), failure.remedy(), failure);
        }
    }

    private static void print(Server server, Up request, String took, Terminal terminal) {
        Addresses addresses = server.addresses();
        var out = terminal.out();
        out.println();
        out.println(terminal.paint(Terminal.Colour.GREEN, "Kefu is ready") + took);
        out.println();
        if (addresses.demoUrl() != null) {
            out.println("  demo      " + addresses.demoUrl());
        }
        out.println("  console   " + addresses.consoleUrl());
        out.println("  sign in   admin / "
                + server.oneTimePassword().orElse("(as set before; new one: kefuctl agent passwd admin)"));
        out.println("  widget    <script async src=\"" + addresses.publicUrl()
                + "/widget.js\" data-channel=\"web\"></script>");
        out.println("  config    " + request.data().resolve("config"));
        out.println("  metrics   " + addresses.adminUrl() + "/metrics");
        out.println();
        out.println("Stop it with Ctrl-C.");
        out.flush();
    }
}

package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.server.app.Server;
import io.kefu.server.app.ServerOptions;
import io.kefu.server.app.StartFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A server that lives as long as this process, which ends when it is asked to, or when its supervisor has gone. */
final class ServerProcess {

    /** A stop during the start that takes longer is given up; so is a later one, after the server's own bound. */
    private static final Duration START_BOUND = Duration.ofSeconds(30);

    private final AtomicReference<Server> running = new AtomicReference<>();
    private volatile boolean broken;

    private ServerProcess() {}

    /** Never returns: the process ends with 0 once the server has drained, or fails when it cannot go on. */
    static ExitCode run(ServerOptions options, Consumer<Server> whenReady) {
        return new ServerProcess().runUntilStopped(options, whenReady);
    }

    private ExitCode runUntilStopped(ServerOptions options, Consumer<Server> whenReady) {
        // A signal during the start ends with 0 too: nothing has been acknowledged yet, so there is nothing to drain.
        Thread hook = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        if (options.supervised()) {
            Thread.ofPlatform().daemon().name("leash").start(ServerProcess::awaitSupervisorsEnd);
        }
        Server server = start(options, hook);
        running.set(server);
        whenReady.accept(server);
        // A stop ends the process and never comes back here.
        CompletableFuture<Void> succeeded = server.succeeded();
        CompletableFuture<String> fault = server.fault();
        CompletableFuture.anyOf(succeeded, fault).join();
        if (succeeded.isDone()) {
            System.exit(ExitCode.OK.code());
        }
        String why = fault.join();
        broken = true;
        throw new CommandFailure(
                ExitCode.FAILED,
                "the server cannot go on: " + why,
                "start it again: what was acknowledged is on disk. If it happens again, give it more memory"
                        + " (KEFU_JAVA_OPTS=-Xmx…) or report what the log says");
    }

    private void stop() {
        Thread stopping = Thread.ofPlatform().daemon().name("stopping").start(this::close);
        int code = broken ? ExitCode.FAILED.code() : ExitCode.OK.code();
        Server server = running.get();
        try {
            if (!stopping.join(server == null ? START_BOUND : server.stopBound())) {
                code = ExitCode.FAILED.code();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A signal's default exit code would say that it failed: it drained as it was asked to.
        Runtime.getRuntime().halt(code);
    }

    private void close() {
        Server server = running.get();
        if (server != null) {
            server.close();
        }
    }

    private static Server start(ServerOptions options, Thread hook) {
        boolean started = false;
        try {
            Server server = Server.start(options);
            started = true;
            return server;
        } catch (StartFailure failure) {
            throw refused(failure);
        } finally {
            if (!started) {
                disarm(hook);
            }
        }
    }

    /** So that the exit code of a start that failed is its own. */
    private static void disarm(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal came first and ends the process.
        }
    }

    private static CommandFailure refused(StartFailure failure) {
        ExitCode exit = switch (failure.kind()) {
            case CONFIGURATION -> ExitCode.BAD_CONFIGURATION;
            case PREFLIGHT -> ExitCode.PREFLIGHT_FAILED;
        };
        return new CommandFailure(exit, failure.getMessage(), failure.remedy(), failure);
    }

    /** Standard input is a pipe that only the supervisor holds open: its end means that the supervisor is gone. */
    private static void awaitSupervisorsEnd() {
        byte[] nothing = new byte[64];
        try {
            int read;
            do {
                read = System.in.read(nothing);
            } while (read >= 0);
        } catch (IOException e) {
            // As good as its end.
        }
        System.exit(0);
    }
}

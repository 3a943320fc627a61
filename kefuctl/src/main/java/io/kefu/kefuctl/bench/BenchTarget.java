package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.LogLevel;
import io.kefu.kefuctl.cli.NewPassword;
import io.kefu.kefuctl.cli.RunningServer;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.load.Address;
import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.server.GivenServer;
import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.OwnServer;
import io.kefu.kefuctl.load.server.Processors;
import io.kefu.kefuctl.load.server.Shipped;
import io.kefu.kefuctl.load.server.Target;
import io.kefu.kefuctl.run.ServerLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which server a load goes to, by its options. */
final class BenchTarget {
    private final BenchOptions options;
    private final Terminal terminal;

    BenchTarget(BenchOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    Target open(OwnServer.Plan plan) throws IOException, InterruptedException {
        if (options.url.isPresent() && options.data.isPresent()) {
            throw new CommandFailure(ExitCode.USAGE, "--url and --data name two servers", "give one of them");
        }
        if (options.data.isPresent()) {
            RunningServer.of(options.data.get()); // says what is wrong when there is none
            JsonNode run = Json.read(options.data.get().resolve("run.json"));
            Gauge gauge = new Gauge(run.path("pid").asLong());
            return given(
                    URI.create(run.path("public_url").asString()),
                    Optional.of(gauge).filter(Gauge::works));
        }
        return options.url.isPresent() ? given(options.url.get(), Optional.empty()) : own(plan);
    }

    private Target given(URI url, Optional<Gauge> gauge) throws IOException, InterruptedException {
        if (url.getHost() == null || !"http".equals(url.getScheme())) {
            throw new CommandFailure(
                    ExitCode.USAGE, url + " is not the address of a server", "write it like http://127.0.0.1:8080");
        }
        if (!options.allowRemote && !Address.isLoopback(url)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    url.getHost() + " is not this machine, and a load may take a server down",
                    "if it is yours and nobody needs it now, add --allow-remote");
        }
        return GivenServer.of(url, options.agent.orElse(""), password(), gauge);
    }

    private String password() {
        String given = System.getenv("KEFU_BENCH_PASSWORD");
        return options.agent.isEmpty() ? "" : given != null ? given : NewPassword.current(options.agent.get());
    }

    private Target own(OwnServer.Plan plan) throws IOException, InterruptedException {
        ServerLog.open(terminal.err(), LogLevel.warn); // of the rooms that make its people
        Path data = Files.createTempDirectory(options.scratch, "kefu-bench-").toAbsolutePath();
        terminal.err().println("starting a server of its own in " + data);
        Launch launch = Shipped.up(data, options.java);
        return OwnServer.start(data, plan, options.pin ? launch.under(Processors.pinned()) : launch);
    }
}

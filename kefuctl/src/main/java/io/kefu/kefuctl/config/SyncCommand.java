package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sync",
        description = "Watches a directory, such as a checkout that something keeps fresh, and has the running server"
                + " use what it says whenever it changes and holds. What does not hold leaves the last good"
                + " configuration in force; status says so. Runs until it is stopped.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl sync /srv/shop-config --data /var/lib/kefu", "  git pull && kefuctl sync . --once"})
final class SyncCommand implements Callable<Integer> {

    private static final Duration ONCE = Duration.ofMillis(200);

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Option(
            names = "--every",
            paramLabel = "D",
            converter = ApplyOptions.Time.class,
            defaultValue = "5s",
            description = "How often to look. What changed is applied at the second look that finds it the same."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration every;

    @Option(names = "--once", description = "Apply what is there now and end: 0 when it is in force.")
    boolean once;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigSync sync = new ConfigSync(
                path, () -> new ConfigApi(data.api()), session.terminal().err(), Clock.systemUTC());
        while (true) {
            Optional<ExitCode> outcome = sync.look();
            if (once && outcome.isPresent()) {
                return outcome.get().code();
            }
            TimeUnit.MILLISECONDS.sleep((once ? ONCE : every).toMillis());
        }
    }
}

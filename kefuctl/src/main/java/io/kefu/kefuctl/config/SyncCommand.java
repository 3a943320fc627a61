package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.kefuctl.etcd.Prefix;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sync",
        description =
                "Watches a directory, such as a checkout that something keeps fresh, or the keys under a prefix in"
                        + " etcd, and has the running server use what it says whenever it changes and holds. What does not"
                        + " hold leaves the last good configuration in force; status says so. Runs until it is stopped.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl sync /srv/shop-config --data /var/lib/kefu",
            "  git pull && kefuctl sync . --once",
            "  kefuctl sync etcd:/kefu/shop --endpoint https://etcd-1:2379 \\",
            "      --ca etcd-ca.pem --login-file /etc/kefu/etcd.login --data /var/lib/kefu"
        })
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
            description =
                    "How often to look at a directory; what changed is applied at the second look that finds it the"
                            + " same. etcd tells at once, on a watch that is begun anew as often. Default: ${DEFAULT-VALUE}.")
    Duration every;

    @Option(names = "--once", description = "Apply what is there now and end: 0 when it is in force.")
    boolean once;

    @ArgGroup(exclusive = false, heading = "%nHow etcd is reached:%n")
    EtcdOptions etcd = new EtcdOptions();

    @Parameters(
            paramLabel = "SOURCE",
            description = "A YAML file, a directory of them, or a prefix of keys in etcd: etcd:/kefu/shop.")
    String from;

    SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigSource source = source();
        ConfigSync sync = new ConfigSync(
                source, () -> new ConfigApi(data.api()), session.terminal().err(), Clock.systemUTC());
        while (true) {
            Optional<ExitCode> outcome = sync.look();
            if (once && outcome.isPresent()) {
                return outcome.get().code();
            }
            source.await(once ? ONCE : every);
        }
    }

    private ConfigSource source() {
        if (!from.startsWith(Prefix.SCHEME)) {
            etcd.mustBeAbsent();
            return new DirectorySource(Path.of(from));
        }
        Prefix prefix = Prefix.of(from);
        Path local = data.local()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "what etcd says is laid out in the server's data directory, which is on another machine",
                        "run it there, with --data"));
        return new EtcdSource(prefix, etcd.etcd(System.getenv()), new KeyFiles(local));
    }
}

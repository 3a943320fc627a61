package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.Context;
import io.kefu.kefuctl.cli.Contexts;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Loopback;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.kefuctl.cli.TokenSource;
import io.kefu.kefuctl.cli.TokenText;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = "Gives a server a name. Its token is asked for, or read from standard input, and kept in a file"
                + " that only you can read, unless you say where it is. The first one is used from then on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl context add prod --server https://kefu.example.com:8081",
            "  kefuctl context add ci --server https://10.0.0.5:8081 --ca ca.pem \\",
            "      --token-env KEFU_TOKEN",
            "  kefuctl context add here --at-data /var/lib/kefu"
        })
public final class ContextAddCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Parameters(paramLabel = "NAME", description = "What you will call it.")
    String name;

    @ArgGroup(multiplicity = "1")
    Place place;

    @ArgGroup
    Source source;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates in PEM that vouch for the server's, where this machine's do not.")
    Path ca;

    /** Exactly one of them. */
    static final class Place {
        @Option(names = "--server", paramLabel = "URL", description = "Its admin listener, with https.")
        URI server;

        @Option(
                names = "--socket",
                paramLabel = "FILE",
                description = "Its admin listener's socket file, on this machine.")
        Path socket;

        @Option(
                names = "--at-data",
                paramLabel = "DIR",
                description = "Its data directory on this machine, which holds its token.")
        Path data;
    }

    /** At most one of them. */
    static final class Source {
        @Option(names = "--token-file", paramLabel = "FILE", description = "The file that holds the token.")
        Path file;

        @Option(names = "--token-env", paramLabel = "NAME", description = "The variable that will hold the token.")
        String variable;
    }

    public ContextAddCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        check();
        Contexts before = Contexts.own();
        Context context = new Context(
                name,
                Optional.ofNullable(place.server),
                Optional.ofNullable(place.socket).map(ContextAddCommand::absolute),
                Optional.ofNullable(place.data).map(ContextAddCommand::absolute),
                token(),
                Optional.ofNullable(ca).map(ContextAddCommand::absolute));
        Contexts after = before.with(context);
        boolean first = before.all().isEmpty();
        (first ? after.using(Optional.of(name)) : after).write();
        session.terminal().err().println("context " + name + " is " + context.place() + (first ? ", and in use" : ""));
        return ExitCode.OK.code();
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void check() {
        if (!NAME.matcher(name).matches()) {
            throw usage("a context is named with letters, digits, '.', '_' and '-', not " + name, "");
        }
        if (place.data != null && source != null) {
            throw usage("a data directory holds its server's token", "leave --token-file and --token-env out");
        }
        if (place.server != null) {
            checkAddress(place.server);
        }
    }

    /** The token would be read by whoever is on the way. */
    private static void checkAddress(URI server) {
        String host = server.getHost();
        boolean https = "https".equals(server.getScheme());
        if (host == null || (!https && !"http".equals(server.getScheme()))) {
            throw usage("--server is no address: " + server, "such as https://kefu.example.com:8081");
        }
        if (!https && !Loopback.is(server)) {
            throw usage(
                    "to " + host + " the token would travel in clear",
                    "declare `listeners.admin.tls` of the kind Server there, and name it with https");
        }
    }

    private Optional<TokenSource> token() {
        if (place.data != null) {
            return Optional.empty();
        }
        if (source != null && source.file != null) {
            return Optional.of(new TokenSource.InFile(absolute(source.file)));
        }
        if (source != null) {
            return Optional.of(new TokenSource.InEnvironment(source.variable));
        }
        String typed = TypedSecret.ask("Token of " + name);
        return Optional.of(new TokenSource.Kept(TokenText.checked(typed, "what was given")));
    }

    private static CommandFailure usage(String what, String remedy) {
        return new CommandFailure(ExitCode.USAGE, what, remedy);
    }
}

package io.kefu.kefuctl;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.server.app.Version;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description = "Prints the version of Kefu, and the Java that it runs on.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl version", "  kefuctl version -o json"})
final class VersionCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    OutputOption output;

    VersionCommand(Session session) {
        this.session = session;
    }

    VersionCommand(Session session, OutputOption output) {
        this(session);
        this.output = output;
    }

    @Override
    public Integer call() {
        // The runtime's own word: Runtime.version() would have to put it together first.
        String java = System.getProperty("java.runtime.version");
        String commit = Version.commit();
        if (output.structured()) {
            Map<String, Object> json = Json.document("Version");
            json.put("version", Version.current());
            if (!commit.isEmpty()) {
                json.put("commit", commit);
            }
            json.put("java", java);
            output.print(session.terminal(), json, () -> "");
        } else {
            String built = commit.isEmpty() ? "" : " (commit " + commit + ")";
            session.terminal().out().print("Kefu " + Version.current() + built + " on Java " + java + "\n");
        }
        return ExitCode.OK.code();
    }
}

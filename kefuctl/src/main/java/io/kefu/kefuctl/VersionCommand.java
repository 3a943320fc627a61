package io.kefu.kefuctl;

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

    @Override
    public Integer call() {
        Map<String, Object> json = Json.document("Version");
        json.put("version", Version.current());
        json.put("java", Runtime.version().toString());
        String table = "Kefu " + Version.current() + " on Java " + Runtime.version() + "\n";
        session.terminal().out().print(output.format == OutputFormat.json ? Json.write(json) : table);
        return ExitCode.OK.code();
    }
}

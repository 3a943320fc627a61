package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.NewPassword;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "passwd",
        description = "Sets an agent's password. It is asked for, or read from standard input when that is"
                + " not a terminal. Ends the agent's sessions at once.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl agent passwd lily", "  kefuctl agent passwd lily --generate --data /var/lib/kefu"})
final class AgentPasswdCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Parameters(paramLabel = "NAME", description = "The agent, as in metadata.name.")
    String name;

    @Option(names = "--generate", description = "Have the server make one, and print it.")
    boolean generate;

    AgentPasswdCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        AdminApi api = data.changing(session.terminal());
        Map<String, String> body = generate ? Map.of() : Map.of("password", NewPassword.ask(name));
        String path = "/admin/v1/agents/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/password";
        JsonNode answer = api.post(path, body);
        if (generate) {
            session.terminal().out().println(answer.path("password").asString(""));
        }
        session.terminal().err().println("The password of " + name + " is set.");
        return ExitCode.OK.code();
    }
}

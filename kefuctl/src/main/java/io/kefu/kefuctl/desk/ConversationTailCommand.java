package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "tail",
        description = "What is being said in a conversation, until it is closed or you say Ctrl-C. With -o json each"
                + " message is one line. It is in the audit log that you read it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl conversation tail cZk3v9mQ2",
            "  kefuctl conversation tail cZk3v9mQ2 --last 0 -o json --data /var/lib/kefu"
        })
public final class ConversationTailCommand implements Callable<Integer> {

    private static final int PAGE = 200;
    private static final long PAUSE_MILLIS = 1_000;

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "CONVERSATION", description = "Its id.")
    String conversation;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many that were said before to begin with, 0 to 200. Default: ${DEFAULT-VALUE}.")
    int last;

    public ConversationTailCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        AdminApi api = data.api();
        String path = "/admin/v1/conversations/" + AdminApi.segment(conversation);
        long seen = Math.max(0, api.get(path).path("last_seq").asLong() - last);
        while (true) {
            // The state first: what is said before the end is then in the page.
            boolean closed = api.get(path).path("state").asString().equals("closed");
            long before = seen;
            for (JsonNode message :
                    api.get(path + "/messages?after=" + seen + "&limit=" + PAGE).path("items")) {
                print(message);
                seen = message.path("seq").asLong();
            }
            if (closed && seen == before) {
                session.terminal().err().println("the conversation is closed");
                return ExitCode.OK.code();
            }
            if (session.terminal().out().checkError()) {
                return ExitCode.OK.code(); // whoever read it, such as head, has had enough
            }
            if (seen - before < PAGE) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void print(JsonNode message) {
        boolean json = output.structured();
        session.terminal().out().println(json ? message.toString() : Said.line(message, session.terminal()));
    }
}

package io.kefu.kefuctl.config;

import io.kefu.config.KeyExplanation;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Paragraph;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.server.app.Kinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "What a key of the configuration takes, what holds without it and what it does; of a kind, or of"
                + " a key with keys in it, those below.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config explain Channel", "  kefuctl config explain RoutingPolicy.rules.when"})
final class ConfigExplainCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "KEY", description = "A kind, or a kind and keys with dots between.")
    String key;

    ConfigExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        KeyExplanation explanation = explanation();
        Map<String, Object> document = Json.document("KeyExplanation");
        document.putAll(json(explanation));
        output.print(session.terminal(), document, () -> table(explanation));
        return ExitCode.OK.code();
    }

    private KeyExplanation explanation() {
        try {
            return KeyExplanation.of(Kinds.ALL, key);
        } catch (KeyExplanation.UnknownKeyException e) {
            throw new CommandFailure(ExitCode.FAILED, e.getMessage(), "kefuctl config explain Channel", e);
        }
    }

    private static Map<String, Object> json(KeyExplanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", explanation.key());
        json.put("takes", explanation.takes());
        json.put("absent", explanation.absent());
        json.put("doc", explanation.doc());
        json.put(
                "keys",
                explanation.keys().stream().map(ConfigExplainCommand::json).toList());
        return json;
    }

    private static String table(KeyExplanation explanation) {
        StringBuilder text = new StringBuilder(explanation.key()).append("\n");
        wrapped(text, explanation.doc(), "  ");
        if (explanation.keys().isEmpty()) {
            wrapped(text, "takes: " + explanation.takes(), "  ");
        }
        if (!explanation.absent().isEmpty()) {
            wrapped(text, absent(explanation), "  ");
        }
        for (KeyExplanation below : explanation.keys()) {
            String name = below.key().substring(below.key().lastIndexOf('.') + 1);
            text.append('\n').append("  ").append(name).append('\n');
            wrapped(text, below.doc(), "      ");
            wrapped(text, below.takes() + (below.absent().isEmpty() ? "" : "; " + absent(below)), "      ");
        }
        return text.toString();
    }

    private static String absent(KeyExplanation explanation) {
        return explanation.absent().equals("required") ? "required" : "default: " + explanation.absent();
    }

    private static void wrapped(StringBuilder text, String words, String indent) {
        Paragraph.of(indent, words).forEach(line -> text.append(line).append('\n'));
    }
}

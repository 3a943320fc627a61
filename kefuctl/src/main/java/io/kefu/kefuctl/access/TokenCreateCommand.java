package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "create",
        description = "Makes a token and prints it, once: the server keeps only its digest.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl token create deploy --scope operate --expires 90d > deploy.token",
            "  kefuctl token create crm --scope messages:write --scope files:write"
        })
public final class TokenCreateCommand implements Callable<Integer> {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,4})([mhd])");

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "NAME", description = "Whose it is, for the list and the audit log.")
    String name;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            required = true,
            description = "What it may do. For operating: read, operate (also drains, backups, repairs, holds) or"
                    + " admin (everything). For your own systems: messages:write, conversations:read,"
                    + " files:write, files:read. May be given again.")
    List<String> scopes;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it ends by itself: 30m, 12h, 90d. Without it, when it is revoked.")
    Optional<String> expires;

    public TokenCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("scopes", scopes.stream().map(TokenCreateCommand::scope).toList());
        expires.ifPresent(span -> body.put("expires_in_seconds", span(span).toSeconds()));
        JsonNode made = data.changing(session.terminal()).post("/admin/v1/api-keys", body);
        if (output.structured()) {
            Map<String, Object> document = Json.document("Token");
            made.properties().forEach(field -> document.put(field.getKey(), field.getValue()));
            output.print(session.terminal(), document, () -> "");
        } else {
            session.terminal().out().println(made.path("token").asString());
            session.terminal()
                    .err()
                    .println("token " + made.path("id").asString() + " of " + name
                            + (made.has("expires_at")
                                    ? ", until " + made.path("expires_at").asString()
                                    : ", until it is revoked")
                            + ": it is not shown again");
        }
        return ExitCode.OK.code();
    }

    private static String scope(String word) {
        return switch (word) {
            case "read", "operate", "admin" -> "admin:" + word;
            default -> word;
        };
    }

    private static Duration span(String text) {
        Matcher parts = SPAN.matcher(text);
        if (!parts.matches()) {
            throw new CommandFailure(ExitCode.USAGE, "--expires is no time: " + text, "such as 30m, 12h or 90d");
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}

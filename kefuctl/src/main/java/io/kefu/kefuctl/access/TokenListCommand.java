package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = "The tokens that are good now, the newest first, without themselves.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl token list", "  kefuctl token list -o json --data /var/lib/kefu"})
public final class TokenListCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    public TokenListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode items = data.api().get("/admin/v1/api-keys").path("items");
        if (output.structured()) {
            Map<String, Object> document = Json.document("TokenList");
            document.put("items", items);
            output.print(session.terminal(), document, () -> "");
        } else {
            List<List<String>> rows = new ArrayList<>();
            items.forEach(each -> rows.add(row(each)));
            Columns.of(List.of("ID", "NAME", "SCOPES", "CREATED", "EXPIRES"), rows)
                    .forEach(session.terminal().out()::println);
        }
        return ExitCode.OK.code();
    }

    private static List<String> row(JsonNode token) {
        List<String> scopes = new ArrayList<>();
        token.path("scopes").forEach(scope -> scopes.add(scope.asString()));
        return List.of(
                token.path("id").asString(),
                token.path("name").asString(),
                shortened(scopes),
                token.path("created_at").asString().substring(0, 10),
                token.path("expires_at").asString("never").split("T", 2)[0]);
    }

    /** The greatest scope of operating alone: it holds the lesser ones. */
    private static String shortened(List<String> scopes) {
        List<String> shown = new ArrayList<>();
        for (String greatest : List.of("admin:admin", "admin:operate", "admin:read")) {
            if (shown.isEmpty() && scopes.contains(greatest)) {
                shown.add(greatest.substring(greatest.indexOf(':') + 1));
            }
        }
        scopes.stream().filter(scope -> !scope.startsWith("admin:")).forEach(shown::add);
        return String.join(",", shown);
    }
}

package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.ListCommand;
import io.kefu.kefuctl.cli.Session;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = "The tokens that are good now, the newest first, without themselves.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl token list", "  kefuctl token list -o json --data /var/lib/kefu"})
public final class TokenListCommand extends ListCommand {

    public TokenListCommand(Session session) {
        super(session, "/admin/v1/api-keys", "TokenList", List.of("ID", "NAME", "SCOPES", "CREATED", "EXPIRES"));
    }

    @Override
    protected List<String> row(JsonNode token) {
        return List.of(
                token.path("id").asString(),
                token.path("name").asString(),
                shortened(words(token.path("scopes"))),
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

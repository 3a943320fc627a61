package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description = "Ends a token at once, and what was opened with it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl token revoke Yk3v9mQ2cZ7rT1bW5xN8pA",
            "  kefuctl token revoke Yk3v9mQ2cZ7rT1bW5xN8pA --context prod"
        })
public final class TokenRevokeCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Parameters(paramLabel = "ID", description = "The token's id, as token list shows it.")
    String id;

    public TokenRevokeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        data.changing(session.terminal()).delete("/admin/v1/api-keys/" + AdminApi.segment(id));
        session.terminal().err().println("token " + id + " is revoked");
        return ExitCode.OK.code();
    }
}

package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "erase",
        description =
                "Erases a visitor for good: messages, files, name and sign-in, in the journal and in every tier, and writes a"
                        + " signed receipt. Ends with 4 when something is left: a tier that is away (ask again, or wait: it is"
                        + " erased once it is back) or a conversation that is held. With --verify it checks a receipt instead,"
                        + " without a server where --key is given: 0 genuine and complete, 4 genuine and not complete, 1 not"
                        + " genuine.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl storage erase --external-id u-1001 --channel web --receipt u-1001.json",
            "  kefuctl storage erase --verify u-1001.json --key erasures.pub"
        })
final class StorageEraseCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Spec
    CommandSpec spec;

    @Option(names = "--visitor", paramLabel = "ID", description = "The visitor's id, as the console shows it.")
    String visitor;

    @Option(
            names = "--external-id",
            paramLabel = "ID",
            description = "Your own id of the visitor, with --channel, instead of --visitor.")
    String externalId;

    @Option(names = "--channel", paramLabel = "NAME", description = "The channel of --external-id.")
    String channel;

    @Option(names = "--close", description = "Close conversations that are open; without it they are refused.")
    boolean close;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(names = "--receipt", paramLabel = "FILE", description = "A new file. Default: standard output.")
    Path receipt;

    @Option(names = "--verify", paramLabel = "FILE", description = "Check a receipt; nothing is erased.")
    Path verify;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The server's public key (erasures.pub). Default: the one of --data.")
    Path key;

    StorageEraseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (verify != null) {
            return new ReceiptVerification(session.terminal(), data)
                    .of(verify, key)
                    .code();
        }
        if ((visitor == null) == (externalId == null) || (externalId == null) != (channel == null)) {
            throw new ParameterException(
                    spec.commandLine(), "say who: --visitor ID, or --external-id ID and --channel NAME");
        }
        if (receipt != null && Files.exists(receipt)) {
            throw new CommandFailure(ExitCode.FAILED, receipt + " is there already", "name another --receipt");
        }
        VisitorErasure erasure =
                new VisitorErasure(data.changing(session.terminal()), session.terminal(), visitor, externalId, channel);
        erasure.plan(close);
        erasure.confirm(yes);
        JsonNode done = erasure.run(close);
        write(done);
        return erasure.outcome(done).code();
    }

    private void write(JsonNode done) throws IOException {
        String text = Json.write(done);
        if (receipt == null) {
            session.terminal().out().print(text);
            return;
        }
        try {
            Files.writeString(receipt, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            session.terminal().out().print(text); // a receipt is never lost
            throw new CommandFailure(
                    ExitCode.FAILED, receipt + " is there already", "keep what was printed instead", e);
        }
        session.terminal().err().println("wrote the receipt to " + receipt);
    }
}

package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.storage.erasure.ErasureReceipt;
import io.kefu.storage.erasure.ReceiptCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Tells whether a receipt says what the server said. */
final class ReceiptVerification {

    private final Terminal terminal;
    private final DataOption data;

    ReceiptVerification(Terminal terminal, DataOption data) {
        this.terminal = terminal;
        this.data = data;
    }

    /** @param key the public key's file; null for that of the data directory, else of the server that runs there */
    ExitCode of(Path file, Path key) {
        ObjectNode receipt = receipt(file);
        return switch (check(receipt, key)) {
            case GENUINE -> genuine(receipt);
            case TAMPERED ->
                throw new CommandFailure(
                        ExitCode.FAILED, file + " was changed after it was signed", "do not trust what it says");
            case OTHER_KEY ->
                throw new CommandFailure(
                        ExitCode.FAILED,
                        file + " was signed with another key ("
                                + receipt.path("key_id").asString("none") + ")",
                        "give that server's public key: --key FILE");
        };
    }

    private ExitCode genuine(ObjectNode receipt) {
        boolean whole = receipt.path("complete").asBoolean();
        terminal.out()
                .println("genuine: erasure " + receipt.path("erasure").asString() + ", asked for at "
                        + receipt.path("asked_at").asString() + ", "
                        + (receipt.has("ended_at")
                                ? (whole ? "complete at " : "ended, not complete, at ")
                                        + receipt.path("ended_at").asString()
                                : "not complete"));
        receipt.path("not_erased")
                .forEach(each -> terminal.out().println("not erased: " + each.asString() + ", which is used no more"));
        receipt.path("held")
                .forEach(each -> terminal.out().println("left, as it is held: conversation " + each.asString()));
        return whole ? ExitCode.OK : ExitCode.DEGRADED;
    }

    private static ObjectNode receipt(Path file) {
        try {
            return ErasureReceipt.parse(read(file));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " is no receipt: " + e.getMessage(), "", e);
        }
    }

    private ReceiptCheck check(ObjectNode receipt, Path key) {
        try {
            return ReceiptCheck.of(receipt, key == null ? ownKey() : read(key));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    (key == null ? "the server's public key" : key) + " is of no use: " + e.getMessage(),
                    "give the server's erasures.pub: --key FILE",
                    e);
        }
    }

    private String ownKey() {
        return data.local()
                .map(directory -> directory.resolve("erasures.pub"))
                .filter(Files::exists)
                .map(ReceiptVerification::read)
                .orElseGet(() -> data.api()
                        .get("/admin/v1/storage/erasure-key")
                        .path("public_key")
                        .asString(""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.FAILED, "there is no " + file, "", e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " cannot be read: " + e.getMessage(), "", e);
        }
    }
}

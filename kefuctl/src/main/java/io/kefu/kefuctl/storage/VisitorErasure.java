package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Terminal;
import java.io.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The erasure of a visitor by a running server: what it would take, the question, and the wait for the receipt. */
final class VisitorErasure {

    private static final long BETWEEN_MILLIS = 500;
    private static final long MOST_MINUTES = 30;

    private final AdminApi api;
    private final Terminal terminal;
    private final Map<String, Object> who = new LinkedHashMap<>();

    VisitorErasure(AdminApi api, Terminal terminal, String visitor, String externalId, String channel) {
        this.api = api;
        this.terminal = terminal;
        if (visitor == null) {
            who.put("external_id", externalId);
            who.put("channel", channel);
        } else {
            who.put("visitor_id", visitor);
        }
    }

    /** Says what goes and what stays; throws when something is open that may not be closed. */
    void plan(boolean close) {
        JsonNode plan = api.post("/admin/v1/storage/erasures/plan", who);
        who.clear();
        who.put("visitor_id", plan.path("visitor_id").asString());
        terminal.err()
                .println("visitor " + plan.path("visitor_id").asString() + ": "
                        + plan.path("conversations").asInt() + " conversations with all messages and files,"
                        + " name, page, tags and sign-in are erased for good");
        plan.path("held")
                .forEach(each -> terminal.err().println("conversation " + each.asString() + " stays: it is held"));
        if (!plan.path("missing").asString("").isEmpty()) {
            terminal.err().println("there may be more: " + plan.path("missing").asString());
        }
        if (!plan.path("open").isEmpty() && !close) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "conversation " + plan.path("open").path(0).asString() + " is open; nothing was erased",
                    "say --close to have it closed, or wait until it is");
        }
    }

    void confirm(boolean yes) {
        if (yes) {
            return;
        }
        if (!Terminal.interactive()) {
            throw new CommandFailure(ExitCode.USAGE, "nobody is there to be asked; nothing was erased", "say --yes");
        }
        Console console = System.console();
        String answer = console.readLine("Type \"erase\" to go on: ");
        if (!"erase".equals(answer)) {
            throw new CommandFailure(ExitCode.FAILED, "nothing was erased", "");
        }
    }

    /** The receipt, once all is erased or a place does not answer. */
    JsonNode run(boolean close) {
        Map<String, Object> asked = new LinkedHashMap<>(who);
        asked.put("close", close);
        JsonNode receipt = api.post("/admin/v1/storage/erasures", asked);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
        while (isUnderWay(receipt) && System.nanoTime() < deadline) {
            pause();
            receipt = api.get(
                    "/admin/v1/storage/erasures/" + receipt.path("erasure").asString());
        }
        return receipt;
    }

    private static boolean isUnderWay(JsonNode receipt) {
        return !receipt.has("ended_at") && pending(receipt).isEmpty();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(
                    ExitCode.FAILED, "the wait was interrupted; the server goes on erasing", "ask again", e);
        }
    }

    private static List<String> pending(JsonNode receipt) {
        List<String> pending = new ArrayList<>();
        receipt.path("places").forEach(each -> {
            if (each.path("state").asString().equals("pending")) {
                pending.add(each.path("place").asString() + " ("
                        + each.path("reason").asString("") + ")");
            }
        });
        return pending;
    }

    /** Says what is left. */
    ExitCode outcome(JsonNode receipt) {
        pending(receipt).forEach(each -> terminal.err().println("pending: " + each + "; it is erased once it answers"));
        receipt.path("held")
                .forEach(each -> terminal.err().println("left, as it is held: conversation " + each.asString()));
        receipt.path("not_erased")
                .forEach(each -> terminal.err()
                        .println("not erased: " + each.asString() + ", which is used no more. Drop what it holds (see"
                                + " `left` in the manual)"));
        boolean whole = receipt.path("complete").asBoolean();
        if (!whole) {
            // Your own id of the visitor is erased already: only this one still finds the erasure.
            terminal.err()
                    .println("for the receipt of then: kefuctl storage erase --yes --visitor " + who.get("visitor_id"));
        }
        return whole ? ExitCode.OK : ExitCode.DEGRADED;
    }
}

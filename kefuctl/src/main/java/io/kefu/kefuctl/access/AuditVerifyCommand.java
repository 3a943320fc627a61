package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.server.audit.Head;
import io.kefu.server.audit.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "verify",
        description = "Reads the whole log and says whether it is what was written. Note its head somewhere else:"
                + " with --noted it shows later that nothing up to there was changed or cut off."
                + " Ends with 0 when it holds, 1 when it does not.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl audit verify",
            "  kefuctl audit verify --offline --data /var/lib/kefu \\",
            "      --noted 42:9f86d081884c7d65…"
        })
public final class AuditVerifyCommand implements Callable<Integer> {

    private static final Pattern NOTED = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Option(names = "--offline", description = "Read the files of the data directory; no server need run.")
    boolean offline;

    @Option(
            names = "--noted",
            paramLabel = "HEAD",
            description = "What was the head once, as it was printed. With --offline.")
    Optional<String> noted;

    public AuditVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode verification = offline ? read() : asked();
        if (output.structured()) {
            Map<String, Object> document = Json.document("AuditVerification");
            verification.properties().forEach(field -> document.put(field.getKey(), field.getValue()));
            output.print(session.terminal(), document, () -> "");
        } else {
            print(verification);
        }
        return (verification.path("holds").asBoolean(false) ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private JsonNode asked() {
        if (noted.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--noted is compared with the files themselves",
                    "give --offline too; the server may go on running");
        }
        return data.api().get("/admin/v1/audit/verification");
    }

    private JsonNode read() {
        Path folder = data.local().orElseThrow(AuditVerifyCommand::elsewhere).resolve("audit");
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.FAILED, folder + " does not exist", "name the server's data directory: --data DIR");
        }
        return json(Verification.of(folder, noted.map(AuditVerifyCommand::head)));
    }

    private static CommandFailure elsewhere() {
        return new CommandFailure(
                ExitCode.USAGE,
                "--offline reads the files themselves, and the context's server is known by its address alone",
                "name its data directory: --data DIR");
    }

    private static Head head(String text) {
        Matcher parts = NOTED.matcher(text);
        if (!parts.matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--noted is no head: " + text, "give it as audit verify prints it: 42:9f86…");
        }
        return new Head(Long.parseLong(parts.group(1)), parts.group(2));
    }

    private static JsonNode json(Verification verification) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("holds", verification.holds());
        json.put("entries", verification.entries());
        json.put("first", verification.first());
        json.put("head", verification.head());
        json.put("breaks", verification.breaks());
        return JsonMapper.shared().valueToTree(json);
    }

    private void print(JsonNode verification) {
        var out = session.terminal().out();
        boolean holds = verification.path("holds").asBoolean(false);
        out.println((holds ? "holds: " : "does not hold: ")
                + verification.path("entries").asLong() + " entries from "
                + verification.path("first").asLong() + " on");
        JsonNode head = verification.path("head");
        out.println(
                "head: " + head.path("seq").asLong() + ":" + head.path("digest").asString());
        verification
                .path("breaks")
                .forEach(each ->
                        out.println("  " + place(each) + each.path("what").asString()));
    }

    private static String place(JsonNode each) {
        String file = each.path("file").asString("");
        int line = each.path("line").asInt(0);
        return file.isEmpty() ? "" : file + (line == 0 ? "" : ":" + line) + ": ";
    }
}

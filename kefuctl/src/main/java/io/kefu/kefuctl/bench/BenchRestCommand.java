package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.http.Call;
import io.kefu.kefuctl.load.http.Shares;
import io.kefu.kefuctl.load.scenario.RestCalls;
import io.kefu.kefuctl.load.server.OwnServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rest",
        description =
                "Agents' consoles that read: lists of conversations alone, histories of 50 messages alone, and both"
                        + " beside uploads and downloads of pictures of 100 kB. What each kind of request came to, and how many"
                        + " failed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench rest --pin --json",
            "  kefuctl bench rest --parts mix --mix list=3,history=1 --rate 500"
        })
final class BenchRestCommand extends LoadCommand {
    private static final int MOST_CONVERSATIONS = 5_000;
    private static final int MOST_CLIENTS = 5_000;
    private static final int MOST_SECONDS = 3_600;

    @Option(
            names = "--clients",
            defaultValue = "64",
            paramLabel = "N",
            description = "Keep-alive connections. Default: ${DEFAULT-VALUE}.")
    int clients;

    @Option(
            names = "--agents",
            defaultValue = "10",
            paramLabel = "N",
            description = "Whose they are, and who share the conversations. Default: ${DEFAULT-VALUE}.")
    int agents;

    @Option(
            names = "--conversations",
            defaultValue = "500",
            paramLabel = "N",
            description = "How many there are, with 50 messages or more each. Default: ${DEFAULT-VALUE}.")
    int conversations;

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "list,history,mix",
            paramLabel = "PART",
            description = "What is measured, one after the other. Default: ${DEFAULT-VALUE}.")
    List<String> parts;

    @Option(
            names = "--mix",
            split = ",",
            defaultValue = "list=60,history=30,upload=5,download=5",
            paramLabel = "KIND=N",
            description = "How often each kind comes in the mix. Default: ${DEFAULT-VALUE}.")
    Map<String, Integer> mix;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "Requests a second of all together, whatever the server does; latencies count from when a"
                    + " request was due. Default: as fast as they are answered.")
    double rate;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "Before each part is measured. Default: ${DEFAULT-VALUE}.")
    int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long to measure each part. Default: ${DEFAULT-VALUE}.")
    int seconds;

    BenchRestCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        inOneProcess();
        BenchRun.check("--clients", clients, 1, MOST_CLIENTS);
        BenchRun.check("--conversations", conversations, 1, MOST_CONVERSATIONS);
        BenchRun.check("--agents", agents, 1, conversations);
        BenchRun.check("--rate", rate, 0, 1_000_000);
        BenchRun.check("--warm-up", warmUp, 0, MOST_SECONDS);
        BenchRun.check("--seconds", seconds, 1, MOST_SECONDS);
        RestCalls.Plan plan = new RestCalls.Plan(
                conversations,
                clients,
                rate,
                parts.stream()
                        .map(word -> named("--parts", word, RestCalls.Part.values(), RestCalls.Part::word))
                        .toList(),
                shares(),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds));
        return run(new OwnServer.Plan(conversations, agents), setting -> new RestCalls(setting, plan).run());
    }

    private Map<Call, Integer> shares() {
        Map<Call, Integer> shares = new EnumMap<>(Call.class);
        mix.forEach((word, count) -> shares.put(named("--mix", word, Call.values(), Call::word), count));
        try {
            Shares.of(shares);
            return shares;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--mix: " + e.getMessage(), "give other numbers", e);
        }
    }

    private static <T> T named(String option, String word, T[] all, Function<T, String> words) {
        return Arrays.stream(all)
                .filter(each -> words.apply(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        option + " has no " + word,
                        "it knows "
                                + String.join(
                                        ", ", Arrays.stream(all).map(words).toList())));
    }
}

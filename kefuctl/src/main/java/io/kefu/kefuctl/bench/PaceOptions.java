package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.load.scenario.Pace;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How much is said. */
final class PaceOptions {
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_IN_FLIGHT = 256;
    private static final double MOST_RATE = 10_000_000;

    @Option(
            names = "--in-flight",
            defaultValue = "16",
            paramLabel = "N",
            description = "Messages on the way in each conversation at once. Default: ${DEFAULT-VALUE}.")
    int inFlight;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "Messages a second of all together, whatever the server does; latencies count from when a"
                    + " message was due. Default: as fast as they are answered.")
    double rate;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "Before anything is measured. Default: ${DEFAULT-VALUE}.")
    int warmUp;

    @Option(
            names = "--warm-up-rate",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Messages a second of all together meanwhile, at which tiers keep up, say. Default: as while it"
                            + " is measured.")
    double warmUpRate;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long to measure. Default: ${DEFAULT-VALUE}.")
    int seconds;

    @Option(
            names = "--check",
            defaultValue = "100000",
            paramLabel = "N",
            description = "Messages to compare with what the server has, afterwards; 0 for none. Default:"
                    + " ${DEFAULT-VALUE}.")
    int check;

    Pace pace() {
        BenchRun.check("--in-flight", inFlight, 1, MOST_IN_FLIGHT);
        BenchRun.check("--rate", rate, 0, MOST_RATE);
        BenchRun.check("--warm-up", warmUp, 0, MOST_SECONDS);
        BenchRun.check("--warm-up-rate", warmUpRate, 0, MOST_RATE);
        BenchRun.check("--seconds", seconds, 1, MOST_SECONDS);
        BenchRun.check("--check", check, 0, Integer.MAX_VALUE);
        return new Pace(inFlight, rate, Duration.ofSeconds(warmUp), warmUpRate, Duration.ofSeconds(seconds), check);
    }
}

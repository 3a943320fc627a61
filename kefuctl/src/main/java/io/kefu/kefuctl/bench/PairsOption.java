package io.kefu.kefuctl.bench;

import picocli.CommandLine.Option;

/** How many talk. */
final class PairsOption {
    private static final int MOST = 5_000;

    @Option(
            names = "--pairs",
            defaultValue = "64",
            paramLabel = "N",
            description = "Conversations, each of a visitor and an agent. Default: ${DEFAULT-VALUE}.")
    private int pairs;

    int checked() {
        BenchRun.check("--pairs", pairs, 1, MOST);
        return pairs;
    }
}

package io.kefu.kefuctl.bench;

import picocli.CommandLine.Option;

/** How fast clients come at first. */
final class RampOption {
    private static final int MOST = 1_000_000;

    @Option(
            names = "--ramp",
            defaultValue = "1000",
            paramLabel = "N",
            description = "New ones a second at first. Default: ${DEFAULT-VALUE}.")
    private int perSecond;

    int checked() {
        BenchRun.check("--ramp", perSecond, 1, MOST);
        return perSecond;
    }
}

package io.kefu.kefuctl.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
public final class StandardOptions {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--debug", description = "Show where an error came from.")
    boolean debug;
}

package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.load.wire.Codec;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every load takes. */
final class BenchOptions {

    /** The form of frames. */
    enum Form {
        json,
        proto
    }

    @Option(names = "--url", paramLabel = "URL", description = "The public address of a server that runs already.")
    Optional<URI> url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a server that runs here: its address, and its process for memory.")
    Optional<Path> data;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description =
                    "Who answers on a server that runs already. The password is KEFU_BENCH_PASSWORD, or asked for.")
    Optional<String> agent;

    @Option(
            names = "--allow-remote",
            description = "Put the load on a server that is not on this machine. Only on one of yours.")
    boolean allowRemote;

    @Option(
            names = "--form",
            defaultValue = "json",
            paramLabel = "FORM",
            description = "Frames: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    Form form;

    @Option(
            names = "--processes",
            defaultValue = "1",
            paramLabel = "N",
            description = "Share the load among so many processes, each with its own limit of open files and its own"
                    + " ports. Default: ${DEFAULT-VALUE}.")
    int processes;

    @Option(names = "--json", description = "Print all figures as JSON, in one last line.")
    boolean json;

    @Option(names = "--pin", description = "Keep the server of its own to processor 0, and the load off it.")
    boolean pin;

    @Option(
            names = "--java",
            defaultValue = "",
            paramLabel = "OPTIONS",
            description = "More options for the Java of the server of its own.")
    String java;

    @Option(
            names = "--scratch",
            defaultValue = ".",
            paramLabel = "DIR",
            description = "Where the server of its own has its data meanwhile. Default: the current directory.")
    Path scratch;

    Codec codec() {
        return Codec.valueOf(form.name().toUpperCase(Locale.ROOT));
    }
}

package io.kefu.kefuctl;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which server is meant: that of a data directory. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "kefu-data",
            description = "The server's data directory. Default: ${DEFAULT-VALUE}.")
    Path directory;
}

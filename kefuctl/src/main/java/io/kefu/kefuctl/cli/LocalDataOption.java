package io.kefu.kefuctl.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * The data directory of a command that looks at this machine or works on its files: whatever context is in use, it is about
 * this directory and the server that runs on it.
 */
public final class LocalDataOption {

    @Option(names = "--data", paramLabel = "DIR", description = LocalServer.DATA)
    Path given;

    public Path directory() {
        return given == null ? LocalServer.own().data() : given;
    }
}

package io.kefu.kefuctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Which server is meant: that of a data directory, or of a context. Only a command that has these options may go to a
 * context's server: see {@link LocalDataOption} for the others.
 */
public final class DataOption {

    @Option(names = "--data", paramLabel = "DIR", description = LocalServer.DATA)
    Path directory;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Another server, by the name that context add gave it.")
    String context;

    private Target target;

    /**
     * These options without a command line.
     *
     * @param data that of {@code --data}
     */
    public static DataOption of(Optional<Path> data) {
        DataOption option = new DataOption();
        option.directory = data.orElse(null);
        return option;
    }

    /**
     * Asks the server that is meant: the same each time, even when another context comes into use meanwhile. Throws
     * {@link CommandFailure} when no server runs there, or there is no such context.
     */
    public AdminApi api() {
        return target().api();
    }

    /** The same for what changes something there: which context it is, is told first, whoever has chosen it. */
    public AdminApi changing(Terminal terminal) {
        AdminApi api = api();
        api.context().ifPresent(where -> terminal.err().println("on " + where));
        return api;
    }

    /** The data directory of the server that is meant; empty when only its address is known. */
    public Optional<Path> local() {
        return target().local();
    }

    private Target target() {
        if (target == null) {
            target = Target.of(Optional.ofNullable(context), Optional.ofNullable(directory));
        }
        return target;
    }
}

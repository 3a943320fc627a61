package io.kefu.kefuctl.cli;

import java.nio.file.Path;
import java.util.Optional;

/** The server that a command line means: of a context, else of a data directory. */
record Target(Optional<Context> context, Path data) {

    /**
     * What {@code --context} names; else the server of the data directory where one is named; else what {@code KEFU_CONTEXT}
     * names; else the context in use; else the server of the data directory here. Throws {@link CommandFailure} for a
     * context that there is not.
     *
     * @param data that of {@code --data}
     */
    static Target of(Optional<String> context, Optional<Path> data) {
        if (context.isPresent() && data.isPresent()) {
            throw new CommandFailure(ExitCode.USAGE, "--context and --data name two servers", "leave one of them out");
        }
        Path directory = data.orElseGet(() -> LocalServer.own().data());
        return data.isPresent()
                ? new Target(Optional.empty(), directory)
                : new Target(context.map(name -> Contexts.own().get(name)).or(Target::usual), directory);
    }

    /** The one that is meant by whoever names none. */
    private static Optional<Context> usual() {
        String variable = System.getenv("KEFU_CONTEXT");
        Contexts contexts = Contexts.own();
        return variable == null || variable.isEmpty()
                ? contexts.current().map(contexts::get)
                : Optional.of(contexts.get(variable));
    }

    AdminApi api() {
        return new AdminApi(this);
    }

    /** The data directory, where it is one of this machine. */
    Optional<Path> local() {
        return context.isPresent() ? context.get().data() : Optional.of(data);
    }
}

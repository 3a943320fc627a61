package io.kefu.kefuctl.install;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every command here takes. */
final class PlaceOptions {

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "A directory that is, or becomes, the root of a system. Default: ${DEFAULT-VALUE}.")
    Path root;

    @Option(names = "--plan", description = "Show each step and change nothing.")
    boolean plan;

    Layout layout() {
        return new Layout(root);
    }
}

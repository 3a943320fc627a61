package io.kefu.kefuctl.load.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Java's options for a server as the launcher gives them, so that what is measured is what runs. */
public final class ShippedOptions {
    private static final String HEAP = "-Xmx1g"; // the launcher's bound on any machine of 4 GiB and more

    private ShippedOptions() {}

    /** With more at the end, separated by spaces. */
    public static List<String> and(String more) {
        List<String> options = new ArrayList<>();
        for (Path place : places()) {
            if (Files.isReadable(place)) {
                options.add("@" + place);
                break;
            }
        }
        options.add(HEAP);
        Arrays.stream(more.split(" ", -1)).filter(each -> !each.isEmpty()).forEach(options::add);
        return options;
    }

    /** Of a checkout, and of the distribution that the first jar of the class path lies in. */
    private static List<Path> places() {
        Path first = Path.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)[0])
                .toAbsolutePath();
        Path home = Path.of(System.getProperty("kefu.home", ".")).toAbsolutePath();
        return List.of(
                home.resolve("bin/launcher/server.options"),
                first.resolveSibling("../conf/server.options").normalize());
    }
}

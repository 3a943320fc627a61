package io.kefu.kefuctl.load.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A server as the launcher starts it, so that what is measured is what runs: its options, its jar, its cache for quick starts. */
public final class Shipped {
    private static final String HEAP = "-Xmx1g"; // the launcher's bound on any machine of 4 GiB and more

    private Shipped() {}

    /**
     * {@code kefuctl up} of the distribution that this process is of, or that the checkout at {@code -Dkefu.home} has built;
     * where there is none, of this process's own class path.
     *
     * @param more options for Java, separated by spaces
     */
    public static Launch up(Path data, String more) {
        Optional<Path> lib = libraries().filter(each -> Files.isReadable(each.resolve("kefuctl.jar")));
        List<String> options = new ArrayList<>();
        lib.map(each -> each.resolveSibling("conf/server.options"))
                .filter(Files::isReadable)
                .ifPresent(each -> options.add("@" + each));
        options.add(HEAP);
        lib.map(each -> each.resolve("server.aot"))
                .filter(Files::isReadable)
                .ifPresent(each -> options.add("-XX:AOTCache=" + each));
        Arrays.stream(more.split(" ", -1)).filter(each -> !each.isEmpty()).forEach(options::add);
        Launch launch = Launch.up(data, options);
        return lib.isPresent()
                ? launch.of(lib.orElseThrow().resolve("kefuctl.jar").toString())
                : launch;
    }

    private static Optional<Path> libraries() {
        Path own = Path.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)[0])
                .toAbsolutePath();
        Path built = Path.of(System.getProperty("kefu.home", "."), "target/dist/lib")
                .toAbsolutePath()
                .normalize();
        Path beside = own.resolveSibling("../conf/server.options").normalize();
        return Files.isReadable(beside)
                ? Optional.of(own.getParent())
                : Optional.of(built).filter(Files::isDirectory);
    }
}

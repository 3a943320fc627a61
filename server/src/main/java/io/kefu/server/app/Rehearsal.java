package io.kefu.server.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start for nobody, with the quick start's configuration on a scratch directory: the next start of this process has its
 * classes loaded and much of them compiled. Measured, that is most of what a start takes.
 */
final class Rehearsal {

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    private Rehearsal() {}

    /** What goes wrong costs time later, and nothing else. */
    static void run() {
        log.info("rehearsing a start");
        try {
            Path scratch = Files.createTempDirectory("kefu-rehearsal-");
            try {
                startAndStop(scratch);
            } finally {
                remove(scratch);
            }
            log.info("rehearsed");
        } catch (IOException
                | StartFailure
                | RuntimeException
                | Error e) { // the start says what is wrong, if it is still so
            log.warn("the rehearsal broke off, so the start takes longer", e);
        }
    }

    private static void startAndStop(Path scratch) throws IOException, StartFailure {
        QuickStart.write(scratch.resolve("config"));
        ServerOptions options = new ServerOptions(
                scratch.resolve("config"),
                Optional.of(scratch.resolve("data")),
                Optional.of(0),
                Optional.of(0),
                Optional.of(InetAddress.getLoopbackAddress().getHostAddress()),
                false,
                false,
                Optional.empty());
        Server.start(options).close();
    }

    private static void remove(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(directory)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}

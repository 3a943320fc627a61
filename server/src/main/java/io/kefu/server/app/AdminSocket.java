package io.kefu.server.app;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin listener's socket file, {@code admin.sock} in the data directory: for whoever may enter that directory and whose
 * user it is, as the kernel sees to. It asks for a token as the other does.
 */
final class AdminSocket implements AutoCloseable {
    /** {@code sun_path} of unix(7), and its end. */
    private static final int LONGEST_PATH = 107;

    /** The folder that it is made in: with what is in it, no longer than the name that it gets. */
    private static final String CLOSED = ".sock";

    private static final Logger log = LoggerFactory.getLogger(AdminSocket.class);

    private final Path file;
    private final WebServer server;

    private AdminSocket(Path file, WebServer server) {
        this.file = file;
        this.server = server;
    }

    /** Empty where there can be none: the other listener is there all the same. */
    static Optional<AdminSocket> open(Path data, Consumer<HttpRouting.Builder> routes) {
        Path file = data.resolve("admin.sock").toAbsolutePath().normalize();
        if (file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            log.info("admin_socket=none: the path {} is too long for one", file);
            return Optional.empty();
        }
        try {
            // Of a server that was killed: this one holds the directory.
            Files.deleteIfExists(file);
            return Optional.of(new AdminSocket(file, listening(file, routes)));
        } catch (IOException | RuntimeException e) {
            log.warn("admin_socket=none: {} cannot be opened: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /**
     * What is bound has the mode that the process's umask leaves it, until it can be given its own: that is in a folder
     * which is the owner's alone.
     */
    private static WebServer listening(Path file, Consumer<HttpRouting.Builder> routes) throws IOException {
        Path folder = file.resolveSibling(CLOSED);
        Path bound = folder.resolve("s");
        remove(bound, folder); // of a server that was killed
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            WebServer server = bound(bound, routes);
            try {
                Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
                Files.move(bound, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                server.stop();
                throw e;
            }
            return server;
        } finally {
            remove(bound, folder);
        }
    }

    private static WebServer bound(Path file, Consumer<HttpRouting.Builder> routes) throws IOException {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        WebServer server = WebServer.builder()
                .bindAddress(UnixDomainSocketAddress.of(file))
                .shutdownHook(false)
                .addConnectionSelector(Http1ConnectionSelector.builder()
                        .config(Http1Config.create())
                        .build())
                .routing(routing)
                .build()
                .start();
        if (!server.isRunning() || Files.notExists(file)) {
            server.stop();
            throw new IOException("the web server did not open it");
        }
        return server;
    }

    private static void remove(Path... files) throws IOException {
        for (Path each : files) {
            Files.deleteIfExists(each);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        server.stop();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", file, e.getMessage());
        }
    }
}

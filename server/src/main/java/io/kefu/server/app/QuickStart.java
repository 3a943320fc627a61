package io.kefu.server.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The small configuration that a newcomer starts from: an online shop with a bot, three groups and one agent. */
public final class QuickStart {

    /** The files, in the order in which somebody would read them. */
    public static final List<String> FILES = List.of(
            "server.yaml",
            "channel.yaml",
            "routing.yaml",
            "groups.yaml",
            "agents.yaml",
            "auto-reply.yaml",
            "faq.yaml",
            "storage.yaml");

    private static final String SECRET = "secrets/visitor.key";
    private static final int SECRET_BYTES = 32;
    private static final String DRAFT = ".next";

    private QuickStart() {}

    /** Whether the directory holds documents already, in which case {@link #write} would refuse. */
    public static boolean isConfigured(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.anyMatch(entry -> entry.toString().endsWith(".yaml"));
        }
    }

    /**
     * Writes the files and a random secret of 256 bits (mode 0600, in a directory of mode 0700).
     *
     * @return what was written
     * @throws FileAlreadyExistsException when the directory holds documents already; nothing is changed then
     */
    public static List<Path> write(Path directory) throws IOException {
        if (isConfigured(directory)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        Files.createDirectories(directory);
        List<Path> written = new ArrayList<>();
        written.add(secret(directory.resolve(SECRET)));
        for (Path next : drafts(directory)) {
            String name = next.getFileName().toString();
            Path file = directory.resolve(name.substring(0, name.length() - DRAFT.length()));
            written.add(Files.move(next, file));
        }
        return written;
    }

    /** All of them or none: half a configuration would be taken for somebody's own at the next start. */
    private static List<Path> drafts(Path directory) throws IOException {
        List<Path> drafts = new ArrayList<>();
        boolean done = false;
        try {
            for (String file : FILES) {
                Path draft = directory.resolve(file + DRAFT);
                drafts.add(draft);
                Files.writeString(draft, text(file));
            }
            done = true;
            return drafts;
        } finally {
            if (!done) {
                for (Path draft : drafts) {
                    Files.deleteIfExists(draft);
                }
            }
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream resource = QuickStart.class.getResourceAsStream("/quickstart/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("the program lacks its file quickstart/" + file);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A secret that is there already is kept: tokens signed with it stay good. */
    private static Path secret(Path file) throws IOException {
        Files.createDirectories(file.getParent(), mode("rwx------"));
        if (!Files.exists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            Path draft = file.resolveSibling(file.getFileName() + DRAFT);
            Files.deleteIfExists(draft);
            Files.createFile(draft, mode("rw-------"));
            Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            Files.move(draft, file);
        }
        return file;
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}

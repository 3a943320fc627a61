package io.kefu.server.admin.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** A secret of this installation in a file of the data directory that its owner alone can read (mode 0600). */
public final class SecretFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int LEAST_LENGTH = 32;

    private SecretFile() {}

    /**
     * The secret in {@code file}, made by {@code fresh} at the first start.
     *
     * @throws IOException when it cannot be read or written, is open to others, or is too short to be one of ours
     */
    public static String loadOrCreate(Path file, Supplier<String> fresh) throws IOException {
        if (Files.notExists(file)) {
            create(file, fresh.get());
        }
        if (posix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + " can be read by others — chmod 600 it, or delete it to get a new one");
        }
        String secret = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (secret.length() < LEAST_LENGTH) {
            throw new IOException(file + " holds no secret — delete it to get a new one");
        }
        return secret;
    }

    /** Written aside and renamed, so that a crash leaves no half of a secret. */
    private static void create(Path file, String secret) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path aside = posix(folder)
                ? Files.createTempFile(folder, "secret", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.createTempFile(folder, "secret", ".tmp");
        Files.writeString(aside, secret + "\n", StandardCharsets.US_ASCII);
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Files.delete(aside); // another start was first: its secret counts
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

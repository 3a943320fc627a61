package io.kefu.storage.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kefu.storage.accounts.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.util.HexFormat;

/**
 * In a directory as {@code ab/cd/abcd…}. A name that exists holds all of its bytes, on disk: they are flushed, renamed, and
 * the folder flushed too.
 */
final class DirectoryContents implements Contents {
    private static final int MOST_REMEMBERED = 10_000;

    private final Path root;
    private final Cache<String, Seen> good =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /** A file as it was when its digest was right. */
    private record Seen(long size, FileTime modified) {}

    DirectoryContents(Path root) {
        this.root = root;
    }

    @Override
    public void keep(Incoming incoming) throws IOException {
        Path home = path(incoming.digest());
        if (Files.exists(home)) {
            return;
        }
        Path folder = home.getParent();
        Files.createDirectories(folder);
        Files.move(incoming.path(), home, StandardCopyOption.ATOMIC_MOVE);
        flush(folder);
        flush(folder.getParent());
        flush(root);
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void delete(String digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    /**
     * It is read through once, and again when its size or time is another; a page that shows a picture often does not cost
     * a digest each time.
     */
    @Override
    public Path checked(String digest) throws IOException {
        Path path = path(digest);
        Seen seen = seen(path);
        if (!seen.equals(good.getIfPresent(digest))) {
            check(path, digest);
            good.put(digest, seen);
        }
        return path;
    }

    private static Seen seen(Path path) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Seen(now.size(), now.lastModifiedTime());
        } catch (NoSuchFileException e) {
            var gone = new DamagedFileException(path + " is gone — restore it from a backup");
            gone.initCause(e);
            throw gone;
        }
    }

    private static void check(Path path, String digest) throws IOException {
        var actual = Sha256.digest();
        try (var in = new DigestInputStream(Files.newInputStream(path), actual)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!HexFormat.of().formatHex(actual.digest()).equals(digest)) {
            throw new DamagedFileException(
                    path + " no longer has the bytes that were stored — restore it from a backup");
        }
    }

    boolean has(String digest) {
        return Files.exists(path(digest));
    }

    private Path path(String digest) {
        return root.resolve(name(digest));
    }

    /** {@code ab/cd/abcd…}. */
    static String name(String digest) {
        return digest.substring(0, 2) + "/" + digest.substring(2, 4) + "/" + digest;
    }

    @Override
    public String trouble() {
        return Files.isWritable(root) ? "" : root + " cannot be written to";
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}

package io.kefu.storage.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kefu.storage.accounts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Bytes by their SHA-256, each once: {@code ab/cd/abcd…}. A name that exists holds all of its bytes, on disk: they are
 * written aside, flushed, renamed, and the folder flushed too.
 */
final class Contents {
    private static final int MOST_REMEMBERED = 10_000;

    private final Path root;
    private final Path aside;
    private final Cache<String, Seen> good =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /** A file as it was when its digest was right. */
    private record Seen(long size, FileTime modified) {}

    Contents(Path root) throws IOException {
        this.root = root;
        this.aside = root.resolve("incoming");
        Files.createDirectories(aside);
        try (Stream<Path> left = Files.list(aside)) {
            for (Path unfinished : left.toList()) {
                Files.delete(unfinished); // by a process that was killed while it received
            }
        }
    }

    /** Bytes that are on disk but have no name yet. */
    record Incoming(Path path, String digest, long size) {}

    /** Writes aside at most {@code maxBytes}, flushed to disk. */
    Incoming receive(InputStream in, long maxBytes) throws IOException {
        Path path = Files.createTempFile(aside, "", ".part");
        try {
            var digest = Sha256.digest();
            long size = copy(new DigestInputStream(in, digest), path, maxBytes);
            return new Incoming(path, HexFormat.of().formatHex(digest.digest()), size);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static long copy(InputStream in, Path path, long maxBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            byte[] buffer = new byte[64 * 1024];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > maxBytes) {
                    throw new RefusedFile(RefusedFile.Reason.TOO_LARGE, "a file may have " + maxBytes + " bytes");
                }
                out.write(buffer, 0, n);
            }
            channel.force(true);
            return size;
        }
    }

    /** Gives the bytes their name; false when the same bytes are there already, which are kept instead. */
    boolean keep(Incoming incoming) throws IOException {
        Path home = path(incoming.digest());
        if (Files.exists(home)) {
            Files.delete(incoming.path());
            return false;
        }
        Path folder = home.getParent();
        Files.createDirectories(folder);
        Files.move(incoming.path(), home, StandardCopyOption.ATOMIC_MOVE);
        flush(folder);
        flush(folder.getParent());
        flush(root);
        return true;
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void discard(Incoming incoming) throws IOException {
        Files.deleteIfExists(incoming.path());
    }

    void delete(String digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    /**
     * The file that holds the bytes: throws when it is gone or not what it was. It is read through once, and again when
     * its size or time is another; a page that shows a picture often does not cost a digest each time.
     */
    Path checked(String digest) throws IOException {
        Path path = path(digest);
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        Seen seen = new Seen(now.size(), now.lastModifiedTime());
        if (!seen.equals(good.getIfPresent(digest))) {
            check(path, digest);
            good.put(digest, seen);
        }
        return path;
    }

    private static void check(Path path, String digest) throws IOException {
        var actual = Sha256.digest();
        try (var in = new DigestInputStream(Files.newInputStream(path), actual)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!HexFormat.of().formatHex(actual.digest()).equals(digest)) {
            throw new IOException(path + " no longer has the bytes that were stored — restore it from a backup");
        }
    }

    long bytes() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        }
    }

    private Path path(String digest) {
        return root.resolve(digest.substring(0, 2))
                .resolve(digest.substring(2, 4))
                .resolve(digest);
    }
}

package io.kefu.storage.files;

import io.kefu.storage.accounts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Where bytes lie while they are received: a folder on the disk of those that stay. */
final class Incomings {
    private final Path aside;

    Incomings(Path aside) throws IOException {
        this.aside = aside;
        Files.createDirectories(aside);
        try (Stream<Path> left = Files.list(aside)) {
            for (Path unfinished : left.toList()) {
                Files.delete(unfinished); // by a process that was killed while it received
            }
        }
    }

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

    void discard(Incoming incoming) throws IOException {
        Files.deleteIfExists(incoming.path());
    }
}

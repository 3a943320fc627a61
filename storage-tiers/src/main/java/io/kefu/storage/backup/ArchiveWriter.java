package io.kefu.storage.backup;

import io.kefu.storage.accounts.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive (ZIP, with ZIP64 where it is large) that only its owner may read, and notes each file's digest. */
final class ArchiveWriter implements AutoCloseable {
    private final FileChannel channel;
    private final ZipOutputStream zip;
    private final List<Manifest.Entry> entries = new ArrayList<>();

    ArchiveWriter(Path file) throws IOException {
        channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** Adds a file under its path in the data directory. */
    void add(String path, Path file) throws IOException {
        try (InputStream from = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(path));
            DigestOutputStream to = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
            long size = from.transferTo(new Both(zip, to));
            zip.closeEntry();
            entries.add(new Manifest.Entry(
                    path, size, HexFormat.of().formatHex(to.getMessageDigest().digest())));
        }
    }

    List<Manifest.Entry> entries() {
        return entries;
    }

    /** The last entry; on return all of it is on disk. */
    void finish(Manifest manifest) throws IOException {
        zip.putNextEntry(new ZipEntry(Manifest.NAME));
        zip.write(manifest.json().toString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        try (FileChannel last = channel) {
            if (last.isOpen()) {
                zip.close();
            }
        }
    }

    /** Writes to two streams; closes neither. */
    private static final class Both extends OutputStream {
        private final OutputStream one;
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int value) throws IOException {
            one.write(value);
            other.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            one.write(bytes, from, length);
            other.write(bytes, from, length);
        }
    }
}

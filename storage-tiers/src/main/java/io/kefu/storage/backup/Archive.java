package io.kefu.storage.backup;

import io.kefu.storage.accounts.Sha256;
import io.kefu.storage.fault.IoReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup that is there. Nothing in it is believed before its digest was looked at. */
public final class Archive {
    private static final int MOST_MANIFEST = 1 << 30;

    private final Path file;

    private Archive(Path file) {
        this.file = file;
    }

    /** What is done with each file of an archive, in the order of the manifest. */
    interface Taker {
        /** Reads {@code from} to its end. */
        void take(Manifest.Entry entry, InputStream from) throws IOException;
    }

    /**
     * Reads all of it.
     *
     * @return its manifest, when every file is there with the size and the digest that it names, and none beside
     * @throws BackupException with what is wrong
     */
    public static Manifest verify(Path file) {
        return new Archive(file).read((entry, from) -> from.transferTo(OutputStream.nullOutputStream()));
    }

    static Manifest manifest(Path file) {
        return new Archive(file).opened(Archive::manifest);
    }

    static Manifest read(Path file, Taker taker) {
        return new Archive(file).read(taker);
    }

    private interface Reading {
        Manifest of(ZipFile zip) throws IOException;
    }

    private Manifest opened(Reading reading) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return reading.of(zip);
        } catch (ZipException e) {
            throw wrong("is cut off or is no backup (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new BackupException(BackupException.Kind.PLACE, file + " cannot be read: " + IoReason.of(e), e);
        } catch (BackupException e) {
            throw e.kind() == BackupException.Kind.PLACE || e.getMessage().startsWith(file.toString())
                    ? e
                    : new BackupException(e.kind(), file + ": " + e.getMessage(), e);
        }
    }

    private Manifest read(Taker taker) {
        return opened(zip -> {
            Manifest manifest = manifest(zip);
            Set<String> named = new HashSet<>();
            for (Manifest.Entry each : manifest.files()) {
                if (!named.add(each.path())) {
                    throw wrong("was changed: its manifest names " + each.path() + " twice", null);
                }
                one(zip, each, taker);
            }
            zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !named.contains(name) && !name.equals(Manifest.NAME))
                    .findFirst()
                    .ifPresent(name -> {
                        throw wrong("was changed: its manifest does not name " + name, null);
                    });
            return manifest;
        });
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null) {
            throw new BackupException(BackupException.Kind.ARCHIVE, "it has no manifest.json: it is no backup");
        }
        try (InputStream from = zip.getInputStream(entry)) {
            return Manifest.read(new String(from.readNBytes(MOST_MANIFEST), StandardCharsets.UTF_8));
        }
    }

    private void one(ZipFile zip, Manifest.Entry named, Taker taker) throws IOException {
        ZipEntry entry = zip.getEntry(named.path());
        if (entry == null) {
            throw wrong("lacks " + named.path(), null);
        }
        try (DigestInputStream from = new DigestInputStream(zip.getInputStream(entry), Sha256.digest());
                AtMost bounded = new AtMost(from, named.size())) {
            taker.take(named, bounded);
            if (bounded.left != 0) {
                throw wrong("was changed: " + named.path() + " has not the size that its manifest says", null);
            }
            if (!HexFormat.of().formatHex(from.getMessageDigest().digest()).equals(named.sha256())) {
                throw wrong(
                        "was changed or is damaged: " + named.path() + " has another SHA-256 than its manifest says",
                        null);
            }
        } catch (ZipException e) {
            throw wrong("is damaged in " + named.path() + " (" + e.getMessage() + ")", e);
        }
    }

    /** No more than a file is said to have, whatever it unpacks to; what comes then is left unread. */
    private static final class AtMost extends FilterInputStream {
        private long left;

        AtMost(InputStream from, long bytes) {
            super(from);
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int at, int most) throws IOException {
            if (left <= 0) {
                return most == 0 ? 0 : -1;
            }
            int read = in.read(to, at, (int) Math.min(most, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    private BackupException wrong(String what, Exception cause) {
        return new BackupException(
                BackupException.Kind.ARCHIVE,
                file + " " + what + ". Nothing of it was used; take another backup",
                cause);
    }
}

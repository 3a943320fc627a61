package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A zip archive whose {@code bundle.json} names every file in it with size and SHA-256, and whose {@code bundle.sig} signs
 * that list. Nothing in it is believed before {@link #verified}.
 */
public final class Bundle {

    static final String LIST = "bundle.json";
    static final String SIGNATURE = "bundle.sig";
    /** A list of files is far smaller. */
    private static final int MAX_LIST = 4 << 20;

    private final Path file;

    private Bundle(Path file) {
        this.file = file;
    }

    public static Bundle at(Path file) {
        if (!Files.isReadable(file)) {
            throw new CommandFailure(ExitCode.USAGE, file + " cannot be read", "kefuctl bundle create --help");
        }
        return new Bundle(file);
    }

    /**
     * What a list says of a file.
     *
     * @param sha256 in hexadecimal
     */
    record Content(long size, String sha256) {}

    /**
     * A release's archive within a bundle.
     *
     * @param sha256 that the list has for it, in hexadecimal
     */
    public record Archive(String name, String sha256) {}

    /** A bundle of which every byte was compared. */
    public static final class Verified {
        private final Path file;
        private final String version;
        private final Map<String, Content> contents;
        private final boolean signed;

        private Verified(Path file, String version, Map<String, Content> contents, boolean signed) {
            this.file = file;
            this.version = version;
            this.contents = contents;
            this.signed = signed;
        }

        public String version() {
            return version;
        }

        /** Whether a key was given, and has signed it. */
        public boolean signed() {
            return signed;
        }

        Map<String, Content> contents() {
            return contents;
        }

        /** The one release for a platform: nothing is chosen for anybody. */
        public Archive archive(String platform) {
            List<String> found = contents.keySet().stream()
                    .filter(each -> each.startsWith("release/") && each.endsWith("-" + platform + ".tar.gz"))
                    .toList();
            if (found.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.PREFLIGHT_FAILED,
                        file + " holds no release for " + platform,
                        "kefuctl bundle create with the archive for " + platform);
            }
            if (found.size() > 1) {
                throw new CommandFailure(
                        ExitCode.PREFLIGHT_FAILED,
                        file + " holds several releases for " + platform + ": " + String.join(", ", found),
                        "kefuctl bundle mirror " + file + " DIR, then --from DIR/release/ARCHIVE");
            }
            return new Archive(found.getFirst(), contents.get(found.getFirst()).sha256());
        }

        /** Every file, as it was packed, into a directory; what is there under those names is replaced. */
        public void mirror(Path directory) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (String name : contents.keySet()) {
                    Path to = directory.resolve(name);
                    Files.createDirectories(to.getParent());
                    lay(zip, name, to);
                }
            } catch (IOException e) {
                throw failed(directory, directory.toFile().getUsableSpace() == 0, e);
            }
        }

        /** Compared once more as it is written: the file may have been replaced since. */
        private void lay(ZipFile zip, String name, Path to) throws IOException {
            Path next = to.resolveSibling(to.getFileName() + ".next");
            Files.deleteIfExists(next);
            try (InputStream in = zip.getInputStream(zip.getEntry(name));
                    OutputStream out =
                            Files.newOutputStream(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                if (!Digest.copying(in, out).equals(contents.get(name).sha256())) {
                    throw new IOException(name + " has changed meanwhile");
                }
                Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        }
    }

    /** Reads one file of a bundle, which may have been replaced since it was verified: whoever reads compares the digest. */
    public static InputStream open(Path bundle, String name) throws IOException {
        ZipFile zip = new ZipFile(bundle.toFile());
        try {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IOException(bundle + " holds no " + name + " any more");
            }
            return new FilterInputStream(zip.getInputStream(entry)) {
                @Override
                public void close() throws IOException {
                    zip.close();
                }
            };
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    /**
     * Compares everything in it with its list, and the list with its signature.
     *
     * @param key who must have signed it; without one nobody must
     * @throws CommandFailure with the reason, when anything is changed, missing or too much
     */
    public Verified verified(Optional<Path> key) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] list = read(zip, LIST);
            if (key.isPresent()) {
                Signature.verify(
                        list, Checksums.text(read(zip, SIGNATURE)), key.get(), file + ", its list of contents,");
            }
            JsonNode json = JsonMapper.shared().readTree(list);
            Map<String, Content> contents = contents(json);
            if (contents.isEmpty()) {
                throw refused(LIST + " names no file");
            }
            compare(zip, contents);
            return new Verified(file, json.path("version").asString(""), contents, key.isPresent());
        } catch (JacksonException e) {
            throw refused(LIST + " is no JSON");
        } catch (IOException e) {
            throw failed(file, false, e);
        }
    }

    private byte[] read(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw refused(name + " is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(MAX_LIST);
        }
    }

    private Map<String, Content> contents(JsonNode json) {
        Map<String, Content> contents = new TreeMap<>();
        for (JsonNode each : json.path("files")) {
            String name = each.path("path").asString("");
            if (name.isEmpty()
                    || name.startsWith("/")
                    || List.of(name.split("/", -1)).contains("..")) {
                throw refused(LIST + " names a file outside of it: " + name);
            }
            contents.put(
                    name,
                    new Content(
                            each.path("size").asLong(-1), each.path("sha256").asString("")));
        }
        return contents;
    }

    private void compare(ZipFile zip, Map<String, Content> contents) throws IOException {
        for (Map.Entry<String, Content> each : contents.entrySet()) {
            ZipEntry entry = zip.getEntry(each.getKey());
            if (entry == null) {
                throw refused(each.getKey() + " is missing");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                boolean same = entry.getSize() == each.getValue().size()
                        && Digest.of(in).equals(each.getValue().sha256());
                if (!same) {
                    throw refused(each.getKey() + " was changed");
                }
            }
        }
        String more = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> !contents.containsKey(name) && !name.equals(LIST) && !name.equals(SIGNATURE))
                .collect(Collectors.joining(", "));
        if (!more.isEmpty()) {
            throw refused("its list does not name " + more);
        }
    }

    private CommandFailure refused(String why) {
        return new CommandFailure(ExitCode.FAILED, file + " is refused: " + why, "fetch the bundle again");
    }

    private static CommandFailure failed(Path place, boolean full, IOException e) {
        return new CommandFailure(
                full ? ExitCode.PREFLIGHT_FAILED : ExitCode.FAILED,
                place + " is damaged, cut off, or cannot be read or written: " + e.getMessage(),
                full ? "free some space (df -h)" : "fetch the bundle again",
                e);
    }
}

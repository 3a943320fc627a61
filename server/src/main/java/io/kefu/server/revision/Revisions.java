package io.kefu.server.revision;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.Standalone;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder {@code revisions/} of the data directory. A revision is kept first ({@code REVISION.sealed}, and the folders of
 * its documents by digest), then the ledger names it: whenever the process dies, the ledger is the old one or the new one,
 * and all that it names is there. Safe for threads.
 */
public final class Revisions {

    private static final Logger log = LoggerFactory.getLogger(Revisions.class);
    private static final String LEDGER = "history.json";
    private static final String SEALED = ".sealed";
    /** Beyond what any configuration holds; a file that unfolds into more is none of ours. */
    private static final int MAX_BYTES = 512 << 20;

    private final Path home;
    private final Durable disk;
    private final ConfigLoader loader;
    private Seal seal;
    private Ledger ledger;

    private Revisions(Path home, Durable disk, ConfigLoader loader, Ledger ledger) {
        this.home = home;
        this.disk = disk;
        this.loader = loader;
        this.ledger = ledger;
    }

    /**
     * Opens what a data directory keeps. That writes nothing; only who holds the data directory may {@link #keep} and
     * {@link #commit}.
     *
     * @param loader reads what was kept
     */
    public static Revisions open(Path data, ConfigLoader loader) {
        return open(data, loader, new Durable());
    }

    static Revisions open(Path data, ConfigLoader loader, Durable disk) {
        Path home = data.resolve("revisions");
        try {
            return new Revisions(home, disk, loader, LedgerFile.read(home.resolve(LEDGER)));
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    public synchronized Ledger ledger() {
        return ledger;
    }

    /** Looks again at what another process wrote, which held the directory until now. */
    public synchronized Ledger reread() {
        try {
            ledger = LedgerFile.read(home.resolve(LEDGER));
            return ledger;
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    /** Keeps what the documents say; the ledger does not know of it yet. */
    public synchronized void keep(Documents documents) {
        try {
            Standalone whole = documents.standalone();
            Files.createDirectories(
                    home.resolve(Standalone.FOLDERS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (Map.Entry<String, Map<String, byte[]>> folder : whole.folders().entrySet()) {
                disk.folder(home.resolve(Standalone.FOLDERS).resolve(folder.getKey()), folder.getValue());
            }
            if (!isKept(documents.revision())) {
                disk.write(sealed(documents.revision()), seal().seal(pack(whole), documents.revision()));
            }
        } catch (UncheckedIOException e) {
            throw failed("cannot be written", e.getCause());
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
    }

    private Seal seal() throws IOException {
        if (seal == null) {
            seal = Seal.of(home.resolve("key"), disk);
        }
        return seal;
    }

    /** From here on this is what is so; what no entry names any more is cleared away. */
    public synchronized void commit(Ledger next) {
        try {
            disk.write(home.resolve(LEDGER), LedgerFile.bytes(next));
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
        ledger = next;
        clear();
    }

    /**
     * What a revision said, with the very same secrets and pages.
     *
     * @throws RevisionException when it is not kept (any more), was changed, or this program does not take it
     */
    public synchronized Documents load(String revision) {
        try {
            Standalone whole = unpack(seal().open(Files.readAllBytes(sealed(revision)), revision));
            return loader.load(whole, home);
        } catch (NoSuchFileException e) {
            throw new RevisionException("revision " + revision + " is not kept any more", e);
        } catch (InvalidConfigException e) {
            // Its words may quote what was a secret when it was kept.
            throw new RevisionException("revision " + revision + " is not one that this version of Kefu takes: "
                    + e.problems().size() + " problems, the first at "
                    + e.problems().getFirst().code().id());
        } catch (IOException | GeneralSecurityException | JacksonException | UncheckedIOException e) {
            throw new RevisionException("revision " + revision + " cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean isKept(String revision) {
        try {
            load(revision);
            return true;
        } catch (RevisionException e) {
            return false;
        }
    }

    private Path sealed(String revision) {
        if (!revision.matches("[0-9a-f]{16}")) {
            throw new RevisionException("`" + revision + "` is not a revision: 16 hexadecimal digits");
        }
        return home.resolve(revision + SEALED);
    }

    private static byte[] pack(Standalone whole) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("documents", whole.documents());
        json.put("folders", whole.folders().keySet());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(JsonMapper.shared().writeValueAsBytes(json));
        }
        return bytes.toByteArray();
    }

    /** Its folders lie beside it and are looked for there. */
    private static Standalone unpack(byte[] bytes) throws IOException {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            JsonNode json = JsonMapper.shared().readTree(zip.readNBytes(MAX_BYTES));
            List<String> documents = new ArrayList<>();
            json.path("documents").forEach(each -> documents.add(each.asString()));
            return new Standalone(documents, Map.of());
        }
    }

    private Set<String> foldersOf(String revision) throws IOException, GeneralSecurityException {
        Set<String> folders = new HashSet<>();
        byte[] plain = seal().open(Files.readAllBytes(sealed(revision)), revision);
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(plain))) {
            JsonMapper.shared()
                    .readTree(zip.readNBytes(MAX_BYTES))
                    .path("folders")
                    .forEach(each -> folders.add(each.asString()));
        }
        return folders;
    }

    /** What is left here costs room and nothing else: the next one tries again. */
    private void clear() {
        Set<String> revisions = new HashSet<>();
        ledger.entries().forEach(entry -> revisions.add(entry.revision()));
        revisions.add(ledger.read());
        try {
            Set<String> folders = new HashSet<>();
            for (Path file : under(home)) {
                String name = file.getFileName().toString();
                String revision = name.replace(SEALED, "");
                if (name.endsWith(".next") || (name.endsWith(SEALED) && !revisions.contains(revision))) {
                    disk.remove(file);
                } else if (name.endsWith(SEALED)) {
                    folders.addAll(foldersOf(revision));
                }
            }
            for (Path folder : under(home.resolve(Standalone.FOLDERS))) {
                if (!folders.contains(folder.getFileName().toString())) {
                    disk.remove(folder);
                }
            }
        } catch (IOException | GeneralSecurityException | JacksonException e) {
            log.warn("old revisions could not be cleared away: {}", e.getMessage());
        }
    }

    private static List<Path> under(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static RevisionException failed(String what, IOException e) {
        return new RevisionException(
                "the history of the configuration " + what + " (" + e + "): free some space, and see that this user may"
                        + " write to revisions/ in the data directory",
                e);
    }
}

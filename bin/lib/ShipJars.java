import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars as a release ships them: native libraries of its platform only, one time for all entries, in the order of their
 * names, classes without what only a debugger reads, and not compressed, as what packs the whole does that better. Arguments:
 * platform (x64, arm64), version, commit (may be empty), time in epoch seconds, folder, jars. The engine of DuckDB goes beside
 * its jar, where its driver looks first; the last jar becomes kefuctl.jar. With {@code --libraries} the symbols for debuggers of
 * the named libraries become zeros.
 */
final class ShipJars {
    /** Of a library of ciphers only passwords' Argon2id is used, and no provider; its signed list of classes goes with the rest. */
    private static final Pattern UNUSED = Pattern.compile(
            "(META-INF/versions/\\d+/)?org/bouncycastle/(jcajce|jce|pqc|x509)/.*|META-INF/BC[^/]*\\.(SF|RSA|DSA)"
                    // How a library was built; what it needs is in the bill of materials.
                    + "|META-INF/maven/.*/pom\\.xml"
                    // Of the messages that gRPC brings only the status of a call is used.
                    + "|com/google/(api/(?!expr/)|apps/|cloud/|geo/|logging/|longrunning/|shopping/|type/).*"
                    // MySQL's other protocol, which nobody speaks who says jdbc:mysql.
                    + "|com/mysql/cj/(x|xdevapi|protocol/x)/.*"
                    // Metrics as protobuf: who asks for them so gets them as text, as the library does without.
                    + "|io/prometheus/metrics/(shaded|expositionformats/(generated|internal))/.*"
                    // Of analysers the one for Chinese, Japanese and Korean is used: no other language's stemming.
                    + "|org/tartarus/snowball/.*|org/apache/lucene/analysis/((?!en/)[a-z]{2}|ckb|hunspell|snowball|compound"
                    + "|synonym|email|wikipedia)/.*");

    private static final Pattern NATIVE = Pattern.compile(".*(\\.(so|dll|dylib|jnilib|a)|\\.so_[a-z0-9_]+)$");

    private final String platform;
    private final String version;
    private final String commit;
    private final LocalDateTime time;
    private final Path folder;

    private ShipJars(String platform, String version, String commit, long epoch, Path folder) {
        this.platform = platform;
        this.version = version;
        this.commit = commit;
        this.time = LocalDateTime.ofInstant(Instant.ofEpochSecond(epoch), ZoneOffset.UTC);
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        if (args[0].equals("--libraries")) {
            for (Path library : Arrays.stream(args).skip(1).map(Path::of).toList()) {
                Files.write(library, withoutSymbols(Files.readAllBytes(library)));
            }
            return;
        }
        var ship = new ShipJars(args[0], args[1], args[2], Long.parseLong(args[3]), Path.of(args[4]));
        List<Path> jars = Arrays.stream(args).skip(5).map(Path::of).toList();
        for (Path jar : jars) {
            boolean ours = jar.equals(jars.getLast());
            ship.copy(jar, ours ? "kefuctl.jar" : jar.getFileName().toString());
        }
    }

    private void copy(Path jar, String name) throws IOException {
        try (var from = new ZipFile(jar.toFile());
                var to = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            to.setMethod(ZipOutputStream.STORED);
            List<? extends ZipEntry> entries = from.stream()
                    .filter(entry -> !entry.isDirectory())
                    // The manifest first, as the jar file specification has it.
                    .sorted(Comparator.comparing((ZipEntry entry) -> !entry.getName().startsWith("META-INF/MANIFEST"))
                            .thenComparing(ZipEntry::getName))
                    .toList();
            for (ZipEntry entry : entries) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                if (entry.getName().equals("libduckdb_java.so_linux_" + architectures().getFirst())) {
                    besideTheJar(entry.getName(), withoutSymbols(bytes));
                } else if (ships(entry.getName())) {
                    put(to, entry.getName(), shipped(name, entry.getName(), bytes));
                }
            }
        }
    }

    private byte[] shipped(String jar, String name, byte[] bytes) throws IOException {
        if (name.equals("kefu-version.properties")) {
            return ("version=" + version + "\ncommit=" + commit + "\n").getBytes(StandardCharsets.UTF_8);
        }
        if (jar.startsWith("bcprov") && name.equals("META-INF/MANIFEST.MF")) {
            // The main section alone: those behind it have the digest of each class.
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.substring(0, text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8);
        }
        return name.endsWith(".class") ? LeanClass.of(bytes) : bytes;
    }

    /**
     * A library (ELF, 64 bits, little-endian) whose symbols for debuggers are zeros, which pack to nothing; those that the
     * dynamic linker reads are others.
     */
    static byte[] withoutSymbols(byte[] elf) {
        var file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        if (elf.length < 64 || file.getInt(0) != 0x464C457F || elf[4] != 2 || elf[5] != 1) {
            return elf;
        }
        int headers = Math.toIntExact(file.getLong(0x28));
        int size = Short.toUnsignedInt(file.getShort(0x3A));
        int count = Short.toUnsignedInt(file.getShort(0x3C));
        for (int i = 0; i < count; i++) {
            int header = headers + i * size;
            boolean symbols = file.getInt(header + 4) == 2;
            if (symbols) {
                zero(elf, file, header);
                zero(elf, file, headers + file.getInt(header + 0x28) * size);
            }
        }
        return elf;
    }

    private static void zero(byte[] elf, ByteBuffer file, int header) {
        int from = Math.toIntExact(file.getLong(header + 0x18));
        Arrays.fill(elf, from, from + Math.toIntExact(file.getLong(header + 0x20)), (byte) 0);
    }

    private void besideTheJar(String name, byte[] bytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            out.write(bytes);
        }
    }

    private void put(ZipOutputStream to, String name, byte[] bytes) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(time);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        var crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        to.putNextEntry(entry);
        to.write(bytes);
        to.closeEntry();
    }

    /** All but native libraries of other platforms, and of C libraries other than glibc. */
    private boolean ships(String name) {
        if (UNUSED.matcher(name).matches()) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NATIVE.matcher(lower).matches()) {
            return true;
        }
        return lower.contains("linux")
                && !lower.contains("musl")
                && !lower.contains("android")
                && architectures().stream().anyMatch(word -> lower.matches(".*[/_-]" + word + "[/._-].*"));
    }

    /** Words for the platform's processor, DuckDB's first. */
    private List<String> architectures() {
        return platform.equals("arm64") ? List.of("arm64", "aarch64") : List.of("amd64", "x86_64");
    }
}

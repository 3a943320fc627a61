package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a bundle. The same files give the same bytes. */
final class BundleWriter {

    /** One for all files: when each was made is nobody's concern. */
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final String version;
    private final SortedMap<String, Path> files = new TreeMap<>();

    BundleWriter(String version) {
        this.version = version;
    }

    /** Adds a file, or all of a directory, under a name. */
    void add(String name, Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            files.put(name, source);
            return;
        }
        try (Stream<Path> all = Files.walk(source)) {
            all.filter(Files::isRegularFile).forEach(each -> files.put(name + "/" + source.relativize(each), each));
        }
    }

    /** Whole or not at all: a file that was there is replaced at the end. */
    int write(Path to, Optional<Path> key) throws IOException {
        Path next = to.resolveSibling(to.getFileName() + ".next");
        boolean written = false;
        try {
            byte[] list = list();
            try (OutputStream out = Files.newOutputStream(next);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(Deflater.BEST_SPEED);
                put(zip, Bundle.LIST, list);
                if (key.isPresent()) {
                    put(zip, Bundle.SIGNATURE, Signature.sign(list, key.get()).getBytes(StandardCharsets.UTF_8));
                }
                for (Map.Entry<String, Path> each : files.entrySet()) {
                    zip.putNextEntry(entry(each.getKey()));
                    Files.copy(each.getValue(), zip);
                    zip.closeEntry();
                }
            }
            Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = true;
            return files.size();
        } finally {
            if (!written) {
                Files.deleteIfExists(next);
            }
        }
    }

    private byte[] list() throws IOException {
        List<Map<String, Object>> listed = new ArrayList<>();
        for (Map.Entry<String, Path> each : files.entrySet()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("path", each.getKey());
            line.put("size", Files.size(each.getValue()));
            try (InputStream in = Files.newInputStream(each.getValue())) {
                line.put("sha256", Digest.of(in));
            }
            listed.add(line);
        }
        Map<String, Object> document = Json.document("Bundle");
        document.put("version", version);
        document.put("files", listed);
        return Json.write(document).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(entry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        return entry;
    }
}

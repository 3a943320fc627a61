package io.kefu.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a folder that a document names holds: the files with its extension, by name. Where the folder lies is no part of
 * it, so that a configuration is the same in whatever directory it is checked out.
 */
record FolderContent(SequencedMap<String, byte[]> files) {

    private static final int MAX_FILES = 10_000;

    /** Throws {@link UncheckedIOException} when it cannot be read. */
    static FolderContent of(Path folder, String extension) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> paths = entries.filter(file -> file.toString().endsWith("." + extension))
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
            TreeMap<String, byte[]> files = new TreeMap<>();
            for (Path path : paths) {
                files.put(path.getFileName().toString(), Files.readAllBytes(path));
            }
            return new FolderContent(files);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read: let this user read it", e);
        }
    }

    /** 64 hexadecimal digits of SHA-256 over names, lengths and bytes. */
    String digest() {
        var digest = Revision.sha256();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String head = file.getKey() + "\0" + file.getValue().length + "\0";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            digest.update(file.getValue());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

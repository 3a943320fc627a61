package io.kefu.storage.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies on this disk of bytes that are elsewhere, those that were asked for longest ago going first. One that was asked for
 * within a minute stays, since its reader may not have opened it yet: so the bound may be passed for that long.
 */
final class Copies {
    private static final Logger log = LoggerFactory.getLogger(Copies.class);
    private static final Duration MAY_BE_READ = Duration.ofMinutes(1);

    private final DirectoryContents directory;
    private final long maxBytes;
    private final InstantSource clock;
    private final Map<String, Copy> copies = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    private record Copy(long size, long askedAt) {}

    Copies(Path root, long maxBytes, InstantSource clock) throws IOException {
        Files.createDirectories(root);
        this.directory = new DirectoryContents(root);
        this.maxBytes = maxBytes;
        this.clock = clock;
        for (Found found : found(root)) {
            add(found.digest(), new Copy(found.size(), 0));
        }
    }

    private record Found(String digest, long size, long modified) {}

    private static List<Found> found(Path root) throws IOException {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
                found.add(new Found(
                        path.getFileName().toString(),
                        is.size(),
                        is.lastModifiedTime().toMillis()));
            }
        }
        found.sort(Comparator.comparingLong(Found::modified));
        return found;
    }

    private synchronized void add(String digest, Copy copy) {
        Copy before = copies.put(digest, copy);
        bytes += copy.size() - (before == null ? 0 : before.size());
        makeRoom();
    }

    private void makeRoom() {
        long mayBeRead = clock.millis() - MAY_BE_READ.toMillis();
        Iterator<Map.Entry<String, Copy>> oldest = copies.entrySet().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            Map.Entry<String, Copy> next = oldest.next();
            if (next.getValue().askedAt() > mayBeRead) {
                return;
            }
            bytes -= next.getValue().size();
            oldest.remove();
            deleted(next.getKey());
        }
    }

    private void deleted(String digest) {
        try {
            directory.delete(digest);
        } catch (IOException e) {
            log.warn("a copy of a file could not be removed, the next start tries again: {}", e.toString());
        }
    }

    /** Moves the bytes here. */
    Path add(Incoming incoming) throws IOException {
        directory.keep(incoming);
        add(incoming.digest(), new Copy(incoming.size(), clock.millis()));
        return directory.checked(incoming.digest());
    }

    /** A copy whose bytes are right; a damaged one is removed. */
    Optional<Path> find(String digest) throws IOException {
        synchronized (this) {
            Copy copy = copies.get(digest);
            if (copy == null) {
                return Optional.empty();
            }
            copies.put(digest, new Copy(copy.size(), clock.millis()));
        }
        try {
            return Optional.of(directory.checked(digest));
        } catch (DamagedFileException e) {
            log.warn("a copy of a file was damaged and is fetched again: {}", e.getMessage());
            remove(digest);
            return Optional.empty();
        }
    }

    synchronized void remove(String digest) {
        Copy copy = copies.remove(digest);
        bytes -= copy == null ? 0 : copy.size();
        deleted(digest);
    }
}

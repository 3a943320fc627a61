package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.etcd.Keys;
import io.kefu.kefuctl.etcd.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keys laid out as files in the data directory, where the server reads them: a directory for each revision of theirs, for the
 * server's own user alone.
 */
final class KeyFiles {

    private static final String ROOM = "synced";
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern PATH =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]{0,99}(/[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]{0,99}){0,7}");

    private final Path data;

    /** @param data the server's data directory */
    KeyFiles(Path data) {
        this.data = data;
    }

    private Path room() {
        return data.resolve(ROOM);
    }

    /** Where they are laid out. */
    Path place(Keys keys) {
        return room().resolve(Long.toString(keys.revision()));
    }

    /** Why these cannot be files, a line for each key; empty when they can. */
    static String problems(Prefix prefix, Keys keys) {
        List<String> problems = new ArrayList<>();
        keys.values().forEach((key, value) -> {
            String where = prefix.name() + "/" + key;
            if (!PATH.matcher(key).matches()) {
                problems.add(
                        where + "  is no path of a file — letters, digits, '.', '_' and '-', at most 8 names deep");
            } else if (value.length > MOST_BYTES) {
                problems.add(where + "  is larger than 1 MiB — split it: there may be many keys");
            } else if (keys.values().tailMap(key + "/").keySet().stream()
                    .limit(1)
                    .anyMatch(next -> next.startsWith(key + "/"))) {
                problems.add(
                        where + "  is a file and a directory, since other keys begin with it — rename one of them");
            }
        });
        if (keys.values().keySet().stream().noneMatch(key -> key.endsWith(".yaml"))) {
            problems.add("no key under " + prefix.name() + " ends with .yaml — such as etcdctl put " + prefix.path()
                    + "/server.yaml < server.yaml");
        }
        return String.join("\n", problems);
    }

    /** Writes them. Throws {@link CommandFailure} when there is no room for them. */
    Path write(Keys keys) {
        Path directory = place(keys);
        try {
            UserPrincipal server = Files.getOwner(data);
            folder(room(), server);
            clear(directory);
            folder(directory, server);
            for (Map.Entry<String, byte[]> each : keys.values().entrySet()) {
                file(directory, each.getKey(), each.getValue(), server);
            }
            return directory;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "what etcd says cannot be written to " + directory + ": " + e,
                    "run it as the user that the server runs as, and see that there is room",
                    e);
        }
    }

    private static void file(Path directory, String key, byte[] value, UserPrincipal owner) throws IOException {
        Path file = directory.resolve(key);
        for (Path parent = directory; !parent.equals(file.getParent()); ) {
            parent = parent.resolve(parent.relativize(file).getName(0));
            folder(parent, owner);
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, value);
        give(file, owner);
    }

    private static void folder(Path folder, UserPrincipal owner) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            give(folder, owner);
        }
    }

    /** Whoever has made it may be root. */
    private static void give(Path path, UserPrincipal owner) throws IOException {
        if (!Files.getOwner(path).equals(owner)) {
            Files.setOwner(path, owner);
        }
    }

    /** What was said of the files, said of the keys. */
    String named(Prefix prefix, Path directory, String text) {
        return text.replace(ConfigApi.directory(directory), prefix.name()).replace(directory.toString(), prefix.name());
    }

    /** Takes away what was laid out before. Throws {@link CommandFailure} when it cannot be. */
    void keepOnly(Path directory) {
        try (Stream<Path> all = Files.list(room())) {
            all.filter(other -> !other.equals(directory)).toList().forEach(this::remove);
        } catch (IOException e) {
            throw stays(room(), e);
        }
    }

    /** Takes it away. Throws {@link CommandFailure} when it cannot be. */
    void remove(Path directory) {
        try {
            clear(directory);
        } catch (IOException e) {
            throw stays(directory, e);
        }
    }

    private static CommandFailure stays(Path what, IOException e) {
        return new CommandFailure(
                ExitCode.FAILED,
                "what is no longer needed cannot be removed from " + what + ": " + e,
                "run it as the user that the server runs as",
                e);
    }

    private static void clear(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

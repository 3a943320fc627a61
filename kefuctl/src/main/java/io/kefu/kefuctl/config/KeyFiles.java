package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.etcd.Keys;
import io.kefu.kefuctl.etcd.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** What a file system takes. */
    private static final int MOST_BYTES_OF_NAME = 255;

    private static final int MOST_SHOWN = 200;
    private static final Pattern REVISION = Pattern.compile("\\d{1,19}");

    /** A server has long read by then what was laid out for it. */
    private static final Duration READ_BY_THEN = Duration.ofMinutes(5);

    private final Path data;
    /** The folders that were laid out from here, and are there still. */
    private final Set<String> own = new HashSet<>();

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
            String where = prefix.name() + "/" + Columns.plain(key, MOST_SHOWN);
            if (!isPath(key)) {
                problems.add(
                        where + "  is no path of a file — letters, digits, '.', '_' and '-', at most 8 names deep of"
                                + " 100 characters and 255 bytes");
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

    private static boolean isPath(String key) {
        return PATH.matcher(key).matches()
                && Stream.of(key.split("/"))
                        .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES_OF_NAME);
    }

    /** Writes them. Throws {@link CommandFailure} when there is no room for them, or when it is not the server's own. */
    Path write(Keys keys) {
        Path directory = place(keys);
        String name = directory.getFileName().toString();
        try (Folder room = open()) {
            if (room.look(name).isPresent()) {
                room.remove(name);
            }
            own.add(name);
            try (Folder folder = room.made(name)) {
                for (Map.Entry<String, byte[]> each : keys.values().entrySet()) {
                    write(folder, each.getKey(), each.getValue());
                }
                folder.give(room.owner());
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

    private static void write(Folder folder, String key, byte[] value) throws IOException {
        int slash = key.indexOf('/');
        if (slash < 0) {
            folder.write(key, value);
            return;
        }
        try (Folder below = folder.made(key.substring(0, slash))) {
            write(below, key.substring(slash + 1), value);
        }
    }

    /** The server's user may have put anything there for root to stumble over. */
    private Folder open() throws IOException {
        try (Folder home = Folder.at(data)) {
            if (home.look(ROOM).filter(room -> !room.isDirectory()).isPresent()) {
                throw refused("is no directory");
            }
            Folder room = home.made(ROOM);
            try {
                claim(room, home.owner());
                return room;
            } catch (IOException | CommandFailure e) {
                room.close();
                throw e;
            }
        }
    }

    /** An empty one has just been made, by this sync or by one that was killed. */
    private void claim(Folder room, UserPrincipal server) throws IOException {
        if (room.names().isEmpty()) {
            room.give(server);
        } else if (!room.owner().equals(server)) {
            throw refused("is not the server's: " + room.owner().getName() + " owns it");
        }
    }

    private CommandFailure refused(String why) {
        return new CommandFailure(
                ExitCode.FAILED,
                "where etcd's keys are laid out, " + room() + ", " + why,
                "remove it, it is made anew");
    }

    /** What was said of the files, said of the keys. */
    String named(Prefix prefix, Path directory, String text) {
        return text.replace(ConfigApi.directory(directory), prefix.name()).replace(directory.toString(), prefix.name());
    }

    /**
     * Takes away what was laid out before, unless another sync did so a moment ago and the server may be about to read it. Throws
     * {@link CommandFailure} when it cannot be.
     */
    void keepOnly(Path directory) {
        Instant now = Instant.now();
        try (Folder room = open()) {
            for (String name : room.names()) {
                boolean other = REVISION.matcher(name).matches() && !directory.endsWith(name);
                if (other && (own.contains(name) || isLeft(room, name, now))) {
                    room.remove(name);
                    own.remove(name);
                }
            }
        } catch (IOException e) {
            throw stays(room(), e);
        }
    }

    private static boolean isLeft(Folder room, String name, Instant now) throws IOException {
        return room.look(name)
                .filter(each -> each.lastModifiedTime().toInstant().isBefore(now.minus(READ_BY_THEN)))
                .isPresent();
    }

    /** Takes it away. Throws {@link CommandFailure} when it cannot be. */
    void remove(Path directory) {
        String name = directory.getFileName().toString();
        try (Folder room = open()) {
            if (room.look(name).isPresent()) {
                room.remove(name);
            }
            own.remove(name);
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
}

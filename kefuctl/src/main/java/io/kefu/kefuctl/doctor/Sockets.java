package io.kefu.kefuctl.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who listens on a port, by {@code proc(5)}: the socket's inode in {@code /proc/net/tcp}, and who has that open. */
final class Sockets {

    private static final int INODE = 9;
    private static final String LISTENS = "0A";

    private final Host host;

    Sockets(Host host) {
        this.host = host;
    }

    Optional<String> listener(int port) {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> host.text(table).orElse("").lines())
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > INODE && listens(words, port))
                .findFirst()
                .map(words -> owner(words[INODE]));
    }

    private static boolean listens(String[] words, int port) {
        return words[3].equals(LISTENS) && words[1].endsWith(String.format(Locale.ROOT, ":%04X", port));
    }

    private String owner(String inode) {
        String link = "socket:[" + inode + "]";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, link)) {
                    String name = host.text(process + "/comm").orElse("?").strip();
                    return "process " + process.getFileName() + " (" + name + ")";
                }
            }
        } catch (IOException e) {
            return "a process that this user may not see";
        }
        return "a process that this user may not see";
    }

    private static boolean holds(Path process, String link) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path each : open) {
                if (Files.isSymbolicLink(each)
                        && Files.readSymbolicLink(each).toString().equals(link)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // another user's, or gone meanwhile
        }
    }
}

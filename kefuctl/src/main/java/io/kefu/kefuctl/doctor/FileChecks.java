package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.FILES;

import io.kefu.server.app.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may read and write what. */
final class FileChecks {

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private static final List<String> SECRETS =
            List.of("admin.token", "links.secret", "erasures.key", "accounts.db", "tiers/standing.json");

    private static final int MOST = 1_000;

    private FileChecks() {}

    static List<Check> all() {
        return List.of(directory(), secrets(), configured(), writable(), owner(), stale(), drafts());
    }

    private static Check directory() {
        return Check.of(FILES, "KEFU-D050", "the data directory is its owner's alone")
                .measures("Its permissions: fails when anybody may write there, warns when anybody else may read.")
                .why("It holds what customers wrote, and the keys.")
                .fix("chmod 700 DIR")
                .repair(scene -> closed(scene.data(), "rwx------"))
                .probe(scene -> {
                    if (!Files.isDirectory(scene.data())) {
                        return Finding.skip("there is no data directory");
                    }
                    Set<PosixFilePermission> may = Files.getPosixFilePermissions(scene.data());
                    boolean open = may.contains(PosixFilePermission.OTHERS_WRITE);
                    boolean shown =
                            may.stream().anyMatch(OTHERS::contains) || may.contains(PosixFilePermission.OTHERS_EXECUTE);
                    return Finding.of(
                            open ? Verdict.FAIL : shown ? Verdict.WARN : Verdict.OK,
                            "%s",
                            PosixFilePermissions.toString(may));
                });
    }

    private static Check secrets() {
        return Check.of(FILES, "KEFU-D051", "keys and tokens are their owner's alone")
                .measures("The permissions of `admin.token`, `links.secret`, `erasures.key`, `accounts.db` and of"
                        + " `config/secrets/`: fails when anybody else may read or change one. One that is root's may be read"
                        + " by the group of the data directory, which is how an installed server reads its own.")
                .why("Whoever reads `admin.token` is the administrator; whoever reads a visitor key is any visitor.")
                .fix("chmod 600 FILE, and make a new one when others have accounts on this machine")
                .repair(scene -> closedAll(scene, open(scene, secretFiles(scene))))
                .probe(scene -> {
                    List<Path> files = secretFiles(scene);
                    List<Path> open = open(scene, files);
                    return files.isEmpty()
                            ? Finding.skip("there are none")
                            : open.isEmpty()
                                    ? Finding.ok("%d files", files.size())
                                    : Finding.fail("others may read %s", names(open));
                });
    }

    private static List<Path> secretFiles(Scene scene) throws IOException {
        List<Path> files = new ArrayList<>();
        SECRETS.forEach(name -> files.add(scene.data().resolve(name)));
        files.addAll(below(scene.data().resolve("config/secrets")));
        if (scene.config().isPresent()) {
            files.addAll(below(scene.config().get().resolve("secrets")));
        }
        return files.stream()
                .map(each -> each.toAbsolutePath().normalize())
                .distinct()
                .filter(Files::isRegularFile)
                .toList();
    }

    private static List<Path> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MOST).toList();
        }
    }

    private static List<Path> open(Scene scene, List<Path> files) throws IOException {
        List<Path> open = new ArrayList<>();
        for (Path each : files) {
            if (tooMany(scene, each).stream().anyMatch(OTHERS::contains)) {
                open.add(each);
            }
        }
        return open;
    }

    /** The permissions that nobody needs: all but the owner's, and the server's where it reads as a group what is another's. */
    private static Set<PosixFilePermission> tooMany(Scene scene, Path file) throws IOException {
        Set<PosixFilePermission> many = EnumSet.noneOf(PosixFilePermission.class);
        many.addAll(Files.getPosixFilePermissions(file));
        many.removeAll(OWNERS);
        if (isOfServersGroup(scene, file)) {
            many.remove(PosixFilePermission.GROUP_READ);
        }
        return many;
    }

    /** The data directory is the server's own, with its group. Where it owns the file too, it needs no group to read it. */
    private static boolean isOfServersGroup(Scene scene, Path file) throws IOException {
        return Files.isDirectory(scene.data())
                && scene.host().owner(file).equals("root")
                && !scene.host().owner(scene.data()).equals("root")
                && scene.host().group(file).equals(scene.host().group(scene.data()));
    }

    private static String names(List<Path> files) {
        List<String> names = files.stream()
                .limit(5)
                .map(each -> each.getFileName().toString())
                .toList();
        return String.join(", ", names) + (files.size() > 5 ? " and " + (files.size() - 5) + " more" : "");
    }

    private static String closed(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        return "chmod " + permissions + " " + path;
    }

    private static String closedAll(Scene scene, List<Path> files) throws IOException {
        for (Path each : files) {
            Set<PosixFilePermission> left = EnumSet.noneOf(PosixFilePermission.class);
            left.addAll(Files.getPosixFilePermissions(each));
            left.removeAll(tooMany(scene, each));
            Files.setPosixFilePermissions(each, left);
        }
        return "nobody else may read or change " + names(files) + " now";
    }

    private static Check configured() {
        return Check.of(FILES, "KEFU-D052", "the key of the certificate is its owner's alone")
                .measures("The permissions of `listeners.public.tls.keyFile`: fails when everybody may read it.")
                .why("Whoever has it can be this server for your customers.")
                .fix("chmod 640 FILE, with a group that holds the server's user")
                .beforeInstall()
                .probe(scene -> {
                    Optional<Path> key = scene.single(ServerConfig.class)
                            .flatMap(server -> server.listeners().open().tls())
                            .map(tls -> Path.of(tls.keyFile()))
                            .filter(Files::isRegularFile);
                    if (key.isEmpty()) {
                        return Finding.skip("TLS does not end in the server");
                    }
                    Set<PosixFilePermission> may = Files.getPosixFilePermissions(key.get());
                    return Finding.of(
                            may.contains(PosixFilePermission.OTHERS_READ) ? Verdict.FAIL : Verdict.OK,
                            "%s",
                            PosixFilePermissions.toString(may));
                });
    }

    private static Check writable() {
        return Check.of(FILES, "KEFU-D053", "this user may write to the data directory")
                .measures(
                        "Whether the directory, or the nearest above it that is there, can be written to: fails when not.")
                .why("The server refuses to start.")
                .fix("chown -R kefu: DIR, or run this as the server's user")
                .beforeInstall()
                .probe(scene -> scene.host().writable(scene.existing())
                        ? Finding.ok("it may")
                        : Finding.fail("it may not write to %s", scene.existing()));
    }

    private static Check owner() {
        return Check.of(FILES, "KEFU-D054", "everything in the data directory has one owner")
                .measures("The owners of what lies in it and one level below: warns when there are several.")
                .why("A command that was run as another user left files that the server cannot write to.")
                .fix("chown -R --reference=DIR DIR")
                .probe(scene -> {
                    if (!Files.isDirectory(scene.data())) {
                        return Finding.skip("there is no data directory");
                    }
                    String owner = scene.host().owner(scene.data());
                    List<Path> others = new ArrayList<>();
                    try (Stream<Path> files = Files.walk(scene.data(), 2)) {
                        for (Path each : files.limit(MOST).toList()) {
                            if (!scene.host().owner(each).equals(owner)) {
                                others.add(each);
                            }
                        }
                    }
                    return others.isEmpty()
                            ? Finding.ok("%s", owner)
                            : Finding.warn("%s has not %s", owner, names(others));
                });
    }

    private static Check stale() {
        return Check.of(FILES, "KEFU-D055", "run.json is of a server that runs")
                .measures("Whether the process that `run.json` names is there: warns when not.")
                .why("The server was killed: commands look for it where it is no more.")
                .fix("start the server again, or remove DIR/run.json")
                .repair(FileChecks::removeStale)
                .probe(scene -> {
                    Path file = scene.data().resolve("run.json");
                    if (!Files.exists(file)) {
                        return Finding.ok("there is none");
                    }
                    long pid = pid(file);
                    return Finding.of(
                            scene.host().exists("/proc/" + pid) ? Verdict.OK : Verdict.WARN, "process %d", pid);
                });
    }

    private static long pid(Path file) throws IOException {
        JsonNode run = JsonMapper.shared().readTree(Files.readString(file));
        return run.path("pid").asLong(0);
    }

    private static String removeStale(Scene scene) throws IOException {
        Files.deleteIfExists(scene.data().resolve("run.json"));
        return "removed " + scene.data().resolve("run.json");
    }

    private static Check drafts() {
        return Check.of(FILES, "KEFU-D056", "nothing half done lies about")
                .measures(
                        "Files of the data directory that end in `.next` or begin with `.probe` and were not touched for a"
                                + " day: warns when there are any.")
                .why("They are what a kill or a full disk left; nothing reads them, and they take room.")
                .fix("rm the files that are named")
                .repair(FileChecks::removeDrafts)
                .probe(scene -> {
                    List<Path> left = left(scene);
                    return left.isEmpty() ? Finding.ok("none") : Finding.warn("%s", names(left));
                });
    }

    private static List<Path> left(Scene scene) throws IOException {
        if (!Files.isDirectory(scene.data())) {
            return List.of();
        }
        Instant yesterday = scene.host().now().minus(Duration.ofDays(1));
        List<Path> left = new ArrayList<>();
        for (Path each : below(scene.data())) {
            String name = each.getFileName().toString();
            boolean draft = name.endsWith(".next") || name.startsWith(".probe") || name.startsWith(".doctor");
            if (draft
                    && Files.isRegularFile(each)
                    && Files.getLastModifiedTime(each).toInstant().isBefore(yesterday)) {
                left.add(each);
            }
        }
        return left;
    }

    private static String removeDrafts(Scene scene) throws IOException {
        List<Path> left = left(scene);
        for (Path each : left) {
            Files.delete(each);
        }
        return "removed " + names(left);
    }
}

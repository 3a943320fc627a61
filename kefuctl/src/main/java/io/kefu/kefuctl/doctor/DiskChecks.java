package io.kefu.kefuctl.doctor;

import static io.kefu.kefuctl.doctor.Check.Area.DISK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The disk that everything lies on. */
final class DiskChecks {

    /** Their locks do not hold, or not always: SQLite, "How To Corrupt An SQLite Database File", 2.1. */
    private static final Set<String> NETWORK = Set.of(
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph", "afs", "ncpfs");

    private static final Set<String> PASSING = Set.of("tmpfs", "ramfs", "overlay", "aufs", "squashfs");
    private static final Pattern STALLED = Pattern.compile("some avg10=\\S+ avg60=(\\d+\\.\\d+)");

    private DiskChecks() {}

    static List<Check> all() {
        return List.of(
                space(), inodes(), type(), readOnly(), temporary(), sync(), stalled(), journal(), log(), dirty());
    }

    private static Check space() {
        return Check.of(DISK, "KEFU-D040", "room on the disk of the data directory")
                .measures("What is free: fails under 256 MiB or 2 %, warns under 2 GiB or 10 %.")
                .why("With a full disk nothing can be acknowledged: senders are refused until there is room.")
                .fix("df -h DIR, then free or add some; kefuctl storage status says what the tiers take")
                .beforeInstall()
                .probe(scene -> {
                    Host.Space space = scene.host().space(scene.existing());
                    double share = 100.0 * space.freeBytes() / Math.max(1, space.bytes());
                    String measured = "%s free (%.0f %%)".formatted(Proc.mib(space.freeBytes()), share);
                    boolean full = space.freeBytes() < 256L << 20 || share < 2;
                    boolean tight = space.freeBytes() < 2L << 30 || share < 10;
                    return Finding.of(full ? Verdict.FAIL : tight ? Verdict.WARN : Verdict.OK, "%s", measured);
                });
    }

    private static Check inodes() {
        return Check.of(DISK, "KEFU-D041", "inodes of the data directory")
                .measures("What is free, where their number is fixed: fails under 1 %, warns under 10 %.")
                .why("Uploads are files: without inodes none can be made, however much room there is.")
                .fix("df -i DIR; remove small files that nobody needs, or move the data to a larger file system")
                .beforeInstall()
                .probe(scene -> {
                    Host.Space space = scene.host().space(scene.existing());
                    if (space.inodes() == 0) {
                        return Finding.ok("as many as there is room for");
                    }
                    double share = 100.0 * space.freeInodes() / space.inodes();
                    return share < 1
                            ? Finding.fail("%.1f %% free", share)
                            : Finding.atLeast(Verdict.WARN, share, 10, "%.0f %% free", share);
                });
    }

    private static Check type() {
        return Check.of(DISK, "KEFU-D042", "file system of the data directory")
                .measures(
                        "Its type: fails on one of the network, warns on one that is gone with the machine or container.")
                .why("The journal is SQLite, whose locks do not hold over the network: two servers, or one and its"
                        + " restart, destroy it. What lies in memory or in a container's layer is lost with it.")
                .fix("keep the data directory on a disk of this machine; in a container, mount a volume there")
                .beforeInstall()
                .probe(scene -> mount(scene, scene.existing())
                        .map(mount -> Finding.of(
                                NETWORK.contains(mount.type())
                                        ? Verdict.FAIL
                                        : PASSING.contains(mount.type()) ? Verdict.WARN : Verdict.OK,
                                "%s",
                                mount))
                        .orElseGet(DiskChecks::untold));
    }

    private static Check readOnly() {
        return Check.of(DISK, "KEFU-D043", "the data directory can be written to")
                .measures("Its mount options: fails at `ro`.")
                .why("Linux mounts a damaged file system read-only: nothing can be acknowledged.")
                .fix("dmesg | tail says why; then fsck, and mount -o remount,rw")
                .beforeInstall()
                .probe(scene -> mount(scene, scene.existing())
                        .map(mount -> Finding.of(
                                mount.has("ro") ? Verdict.FAIL : Verdict.OK,
                                "%s (%s)",
                                mount,
                                mount.has("ro") ? "ro" : "rw"))
                        .orElseGet(DiskChecks::untold));
    }

    private static Check temporary() {
        return Check.of(DISK, "KEFU-D044", "programs in the temporary directory")
                .measures("The mount options of `java.io.tmpdir`: fails at `noexec`.")
                .why(
                        "The databases in the process unpack their libraries there and load them: the server does not start.")
                .fix("KEFU_JAVA_OPTS=-Djava.io.tmpdir=/var/lib/kefu/tmp, a directory that allows it")
                .beforeInstall()
                .probe(scene -> mount(scene, Path.of(System.getProperty("java.io.tmpdir")))
                        .map(mount -> Finding.of(
                                mount.has("noexec") || mount.has("ro") ? Verdict.FAIL : Verdict.OK,
                                "%s%s",
                                mount,
                                mount.has("noexec") ? " (noexec)" : ""))
                        .orElseGet(DiskChecks::untold));
    }

    private static Optional<Mounts.Mount> mount(Scene scene, Path path) {
        return new Mounts(scene.host()).of(path);
    }

    private static Finding untold() {
        return Finding.skip("the kernel does not tell");
    }

    private static Check sync() {
        return Check.of(DISK, "KEFU-D045", "time to be on the disk")
                .measures(
                        "The median of nine fdatasync of 4 KiB in the data directory: fails over 500 ms, warns over 30 ms.")
                .why("A message is acknowledged when it is on the disk: no acknowledgement is faster than this.")
                .fix("use an SSD, not a disk that is shared over the network; see who else writes (iostat -x 5)")
                .beforeInstall()
                .probe(scene -> {
                    Path place = scene.existing();
                    if (!scene.host().writable(place)) {
                        return Finding.skip("this user may not write to %s", place);
                    }
                    Duration median = scene.host().sync(place);
                    double millis = median.toNanos() / 1e6;
                    return millis > 500
                            ? Finding.fail("%.1f ms", millis)
                            : Finding.atMost(Verdict.WARN, millis, 30, "%.1f ms", millis);
                });
    }

    private static Check stalled() {
        return Check.of(DISK, "KEFU-D046", "waiting for the disk")
                .measures(
                        "The share of the last minute in which something waited for the disk (`/proc/pressure/io`): warns"
                                + " over 30 %.")
                .why("Somebody keeps the disk busy, and every acknowledgement waits behind them.")
                .fix("see who writes (iotop -o), and move it to another disk")
                .beforeInstall()
                .probe(scene -> {
                    Matcher found = STALLED.matcher(
                            scene.host().text("/proc/pressure/io").orElse(""));
                    if (!found.find()) {
                        return Finding.skip("the kernel does not tell");
                    }
                    double share = Double.parseDouble(found.group(1));
                    return Finding.atMost(Verdict.WARN, share, 30, "%.0f %% of the last minute", share);
                });
    }

    private static Check journal() {
        return Check.of(DISK, "KEFU-D047", "room for the journal")
                .measures("`journal/journal.db` beside what is free: warns when it is larger.")
                .why("The journal grows by what is written in its window: it may grow as large again before old records"
                        + " leave it.")
                .fix("add room, or shorten Server.journal.replayWindow")
                .probe(scene -> {
                    long journal = size(scene.data().resolve("journal/journal.db"));
                    long free = scene.host().space(scene.existing()).freeBytes();
                    return journal == 0
                            ? Finding.skip("there is no journal")
                            : Finding.atMost(
                                    Verdict.WARN, journal, free, "%s, with %s free", Proc.mib(journal), Proc.mib(free));
                });
    }

    private static Check log() {
        return Check.of(DISK, "KEFU-D048", "the journal's log is put back")
                .measures("`journal/journal.db-wal`: warns over 1 GiB.")
                .why(
                        "Somebody reads and never ends, or copies the file: the log only grows, and a start takes minutes.")
                .fix("see who has it open (lsof DIR/journal/journal.db), then restart the server")
                .probe(scene -> {
                    long log = size(scene.data().resolve("journal/journal.db-wal"));
                    return Finding.atMost(Verdict.WARN, log, 1L << 30, "%s", Proc.mib(log));
                });
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static Check dirty() {
        return Check.of(DISK, "KEFU-D049", "what the kernel holds back")
                .measures("`Dirty` of `/proc/meminfo`: warns over 2 GiB.")
                .why("When the kernel writes so much at once, every other write waits for seconds.")
                .fix("sysctl -w vm.dirty_background_bytes=67108864, and the same line in /etc/sysctl.d/90-kefu.conf")
                .beforeInstall()
                .probe(scene -> {
                    OptionalLong kib = new Proc(scene.host()).number("/proc/meminfo", "Dirty:");
                    return kib.isEmpty()
                            ? untold()
                            : Finding.atMost(
                                    Verdict.WARN,
                                    kib.getAsLong(),
                                    2L << 20,
                                    "%s not written yet",
                                    Proc.mib(kib.getAsLong() * 1024));
                });
    }
}

package io.kefu.kefuctl.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The machine, as far as doctor asks it. */
interface Host {

    /** A small file of the system, such as {@code /proc/meminfo}; empty where there is none or it may not be read. */
    Optional<String> text(String path);

    /** Whether there is such a file of the system. */
    boolean exists(String path);

    Instant now();

    /** The file system that a directory lies in, as {@code statfs(2)} counts it. */
    Space space(Path directory) throws IOException;

    /** How long 4 KiB take to be on the disk of a directory, the median of a few. */
    Duration sync(Path directory) throws IOException;

    /** Whether this user may write there. */
    boolean writable(Path path);

    /** The user that a file belongs to; of a link the link's own. */
    String owner(Path path) throws IOException;

    /** The group that a file belongs to; of a link the link's own. */
    String group(Path path) throws IOException;

    /** Who listens on a TCP port of this machine; empty when nobody does. */
    Optional<String> listener(int port);

    /** How long a name takes to be resolved; empty when it cannot be. */
    Optional<Duration> resolves(String name);

    /** Whether somebody takes a TCP connection there within two seconds. */
    boolean reaches(String name, int port);

    /** Such as {@code 2025b}. */
    String timeZoneData();

    /**
     * A file system's room.
     *
     * @param inodes 0 where the file system has no fixed number of them
     */
    record Space(long bytes, long freeBytes, long inodes, long freeInodes) {}
}

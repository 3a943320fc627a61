package io.kefu.kefuctl.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The user that a server runs as, by numbers: a root that is not live has users of its own.
 *
 * @param uid who owns files; below 0 leaves owners as they are, for whoever may not change them
 * @param gid its group
 */
record Account(int uid, int gid) {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Nobody else's: files stay with whoever writes them. */
    static final Account SELF = new Account(-1, -1);

    private static final Account ROOT = new Account(0, 0);

    /** Root's own, where root is at work. */
    static Account root() {
        return privileged() ? ROOT : SELF;
    }

    static Optional<Account> named(Layout layout, String user) throws IOException {
        try {
            for (String line : Files.readAllLines(layout.root().resolve("etc/passwd"))) {
                String[] fields = line.split(":", -1);
                if (fields.length > 3 && fields[0].equals(user)) {
                    return Optional.of(new Account(Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** That of a user who must be there by now; whoever is not root owns everything itself. */
    static Account of(Layout layout, String user) throws IOException {
        if (!privileged()) {
            return SELF;
        }
        return named(layout, user).orElseThrow(() -> new IOException("there is no user " + user));
    }

    /** As {@link #of}; empty when the user is gone, and so has no process and no file that is meant. */
    static Optional<Account> ifThere(Layout layout, String user) throws IOException {
        return privileged() ? named(layout, user) : Optional.of(SELF);
    }

    /** A system user without a password, a shell or a home to fill. */
    static void make(Layout layout, String user) throws IOException, InterruptedException {
        if (named(layout, user).isEmpty()) {
            List<String> command = new ArrayList<>(List.of("useradd"));
            command.addAll(prefix(layout));
            command.addAll(List.of("--system", "--user-group", "--no-create-home", "--home-dir"));
            command.addAll(List.of(layout.inside(layout.data()), "--shell", "/usr/sbin/nologin", user));
            Programs.run(BOUND, command);
        }
    }

    static void remove(Layout layout, String user) throws IOException, InterruptedException {
        if (named(layout, user).isPresent()) {
            List<String> command = new ArrayList<>(List.of("userdel"));
            command.addAll(prefix(layout));
            command.add(user);
            Programs.run(BOUND, command);
        }
    }

    private static List<String> prefix(Layout layout) {
        return layout.live() ? List.of() : List.of("--prefix", layout.root().toString());
    }

    void own(Path path) throws IOException {
        if (uid >= 0) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Root's, and the server may read it. */
    Account readOnly() {
        return uid < 0 ? this : new Account(0, gid);
    }

    static boolean privileged() {
        try {
            // By its number: root may go by another name, and a container's root by none.
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name")); // no /proc here
        }
    }
}

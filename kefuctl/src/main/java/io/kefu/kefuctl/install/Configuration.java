package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.server.app.QuickStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The configuration that an install begins with. It is made beside its place, and what is to move is written down before the
 * first of it does: so undoing takes away just that, and never a key that lay there or what somebody has written since.
 */
final class Configuration {

    /** In {@link Intent#config()}: one was there before, and stays. */
    static final String KEPT = "(kept)";

    private static final String FOLDER = "rwxr-x---";
    private static final String FILE = "rw-r-----";

    private static final Set<PosixFilePermission> EVERYBODY =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
    private static final Set<PosixFilePermission> GROUP =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE);

    /** The first line of what moves: whether the directory itself is new. */
    private static final String MADE = "made";

    private static final String FOUND = "found";

    private final Layout layout;
    private final Intent intent;
    private final Path draft;
    private final Path moves;

    Configuration(Layout layout, Intent intent) {
        this.layout = layout;
        this.intent = intent;
        this.draft = layout.config().resolveSibling("kefu.next");
        this.moves = StepJournal.moves(layout);
    }

    /** Root's, and readable for the server's group. Where one has come there meanwhile, that is the one. */
    void begin() throws IOException {
        if (intent.config().equals(KEPT)) {
            return;
        }
        if (!Steps.exists(moves)) {
            if (QuickStart.isConfigured(layout.config())) {
                return;
            }
            draw();
            Durable.write(moves, String.join("\n", moving()) + "\n");
        }
        move(Files.readAllLines(moves));
        Tree.delete(draft);
    }

    private void draw() throws IOException {
        Tree.delete(draft);
        if (intent.config().isEmpty()) {
            QuickStart.write(draft);
        } else {
            Tree.copy(Path.of(intent.config()), draft);
        }
        Tree.give(draft, owner(), FOLDER, FILE);
    }

    private Account owner() throws IOException {
        return Account.of(layout, intent.user()).readOnly();
    }

    private List<String> moving() throws IOException {
        List<String> lines = new ArrayList<>(List.of(Steps.exists(layout.config()) ? FOUND : MADE));
        try (Stream<Path> all = Files.list(draft)) {
            all.map(each -> each.getFileName().toString()).sorted().forEach(lines::add);
        }
        for (String name : names(lines)) {
            mustBeFree(layout.config().resolve(name));
        }
        return lines;
    }

    private void move(List<String> lines) throws IOException {
        if (lines.getFirst().equals(MADE)) {
            Files.createDirectories(layout.config());
            Files.setPosixFilePermissions(layout.config(), PosixFilePermissions.fromString(FOLDER));
            owner().own(layout.config());
        } else {
            mustBeOpenTo(owner());
        }
        for (String name : names(lines)) {
            Path from = draft.resolve(name);
            if (Steps.exists(from)) {
                Path to = layout.config().resolve(name);
                mustBeFree(to);
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private void mustBeFree(Path place) {
        if (Steps.exists(place)) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    layout.inside(place) + " is there already, and the configuration to begin with has one too",
                    "move it away, or put a whole configuration there");
        }
    }

    /** The server would find out at its start only. The modes of a directory that was there are not for us to change. */
    private void mustBeOpenTo(Account owner) throws IOException {
        Set<PosixFilePermission> may = Files.getPosixFilePermissions(layout.config());
        boolean all = may.containsAll(EVERYBODY);
        boolean group = may.containsAll(GROUP)
                && Files.getAttribute(layout.config(), "unix:gid").equals(owner.gid());
        if (owner.uid() >= 0 && !all && !group) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    intent.user() + " may not enter " + layout.inside(layout.config()),
                    "chmod 755 " + layout.inside(layout.config()) + ", then the same again");
        }
    }

    /** What has moved goes, the rest stays, and the directory with it unless nothing is left in one that is new. */
    void undo() throws IOException {
        if (Steps.exists(moves)) {
            List<String> lines = Files.readAllLines(moves);
            for (String name : names(lines)) {
                // What is still in the draft has not moved: under its name there lies somebody else's.
                if (!Steps.exists(draft.resolve(name))) {
                    Tree.delete(layout.config().resolve(name));
                }
            }
            if (lines.getFirst().equals(MADE)) {
                Tree.deleteIfEmpty(layout.config());
            }
            // Before the draft, by which it is read.
            Files.delete(moves);
        }
        Tree.delete(draft);
    }

    private static List<String> names(List<String> lines) {
        return lines.subList(1, lines.size());
    }
}

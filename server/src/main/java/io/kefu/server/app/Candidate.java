package io.kefu.server.app;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.GitCheckout;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.ProblemCode;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.intake.Refusal;
import io.kefu.server.revision.Entry.Origin;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A configuration that holds and might come into force.
 *
 * @param directory where it was read; empty for one that was kept
 * @param source what somebody filled the directory from; empty when that is not known
 */
record Candidate(Documents documents, String directory, String source, Optional<GitCheckout> git) {

    /** Reads a directory of this machine. */
    static Candidate in(String directory) {
        return in(directory, "");
    }

    /** Reads a directory of this machine; all of it where its files stand for a source's keys. */
    static Candidate in(String directory, String source) {
        Path path = path(directory);
        // The commit is looked up first: a checkout that moves on meanwhile is named by its older commit, and read
        // again.
        Optional<GitCheckout> git = source.isEmpty() ? GitCheckout.of(path) : Optional.empty();
        ConfigLoader loader = new ConfigLoader(Kinds.ALL);
        try {
            Documents documents = source.isEmpty() ? loader.load(path) : loader.loadAll(path);
            return new Candidate(documents, directory, source, git);
        } catch (UncheckedIOException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, e.getMessage());
        } catch (InvalidConfigException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, e.getMessage() + ofEnvironment(e));
        }
    }

    /** What a start has read already. */
    static Candidate read(Documents documents, Path directory) {
        return new Candidate(
                documents, directory.toAbsolutePath().normalize().toString(), "", GitCheckout.of(directory));
    }

    static Candidate kept(Documents documents) {
        return new Candidate(documents, "", "", Optional.empty());
    }

    Origin origin(String who, String from, String why) {
        return new Origin(who, from, why, directory, source, commit(), dirty());
    }

    /** Whether this was read from where the other was, at whatever revision that had then. */
    boolean comesFromWhere(Origin other) {
        return source.isEmpty()
                ? commit().isEmpty() || commit().equals(other.commit())
                : place(source).equals(place(other.source()));
    }

    private static String place(String source) {
        return source.substring(0, Math.max(0, source.lastIndexOf('@')));
    }

    String commit() {
        return git.map(GitCheckout::commit).orElse("");
    }

    String dirty() {
        return git.flatMap(GitCheckout::dirty).map(String::valueOf).orElse("");
    }

    private static Path path(String directory) {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, "directory is not a path");
        }
    }

    /** Whoever applies it may well have the variable in a shell of their own. */
    private static String ofEnvironment(InvalidConfigException e) {
        boolean lacks = e.problems().stream().anyMatch(each -> each.code() == ProblemCode.UNKNOWN_VARIABLE);
        return lacks
                ? "\n`${env:…}` is looked up in the environment that the server was started in: set it there and start"
                        + " the server again, or write `${file:…}`"
                : "";
    }
}

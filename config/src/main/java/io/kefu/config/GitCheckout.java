package io.kefu.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Git checkout that a directory lies in, read from {@code .git} itself: no git binary is needed for the commit. Work
 * trees and submodules ({@code .git} a file) and packed references count; a repository with the reftable format gives no
 * commit. See gitrepository-layout(5).
 *
 * @param commit 40 or 64 hexadecimal digits
 * @param branch empty for a detached head
 * @param dirty whether the directory differs from the commit; empty when nobody could tell: only the git binary knows,
 *     and it does not look into what belongs to another user
 */
public record GitCheckout(String commit, String branch, Optional<Boolean> dirty) {

    private static final int MAX_HEAD_BYTES = 4096;
    private static final int MAX_DEPTH = 64;
    private static final int SECONDS = 5;
    private static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";

    /** Empty when the directory is in no checkout, or in one without a commit yet. Never throws. */
    public static Optional<GitCheckout> of(Path directory) {
        try {
            Path real = directory.toRealPath();
            Path start = Files.isDirectory(real) ? real : real.getParent();
            Optional<Path> git = gitDirectory(start);
            return git.isEmpty() ? Optional.empty() : read(git.get(), start);
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> gitDirectory(Path start) throws IOException {
        Path at = start;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++, at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git)) {
                return Optional.of(git);
            }
            if (Files.isRegularFile(git)) {
                String text = line(git);
                return text.startsWith("gitdir: ")
                        ? Optional.of(
                                at.resolve(text.substring("gitdir: ".length())).normalize())
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<GitCheckout> read(Path git, Path directory) throws IOException {
        String head = line(git.resolve("HEAD"));
        boolean symbolic = head.startsWith("ref: ");
        String reference = symbolic ? head.substring("ref: ".length()).strip() : "";
        Optional<String> commit = symbolic ? resolved(git, reference) : Optional.of(head);
        return commit.filter(id -> id.matches(COMMIT))
                .map(id -> new GitCheckout(id, reference.replaceFirst("^refs/heads/", ""), dirty(directory)));
    }

    private static Optional<String> resolved(Path git, String reference) throws IOException {
        Path common = Files.isRegularFile(git.resolve("commondir"))
                ? git.resolve(line(git.resolve("commondir"))).normalize()
                : git;
        Path loose = common.resolve(reference).normalize();
        if (loose.startsWith(common) && Files.isRegularFile(loose)) {
            return Optional.of(line(loose));
        }
        Path packed = common.resolve("packed-refs");
        if (!Files.isRegularFile(packed)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(packed)) {
            return lines.filter(line -> line.endsWith(" " + reference))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst();
        }
    }

    private static String line(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_HEAD_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    /** Hooks and helpers that the repository names are not run. */
    private static Optional<Boolean> dirty(Path directory) {
        ProcessBuilder git = new ProcessBuilder(
                "git",
                "--no-optional-locks",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "status",
                "--porcelain",
                "--",
                ".");
        git.directory(directory.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        git.environment().put("GIT_TERMINAL_PROMPT", "0");
        try {
            // A file rather than a pipe: a git that hangs holds nobody up beyond the bound.
            Path said = Files.createTempFile("kefu-git-", ".txt");
            try {
                Process process = git.redirectOutput(said.toFile()).start();
                process.getOutputStream().close();
                return ended(process) && process.exitValue() == 0
                        ? Optional.of(Files.size(said) > 0)
                        : Optional.empty();
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean ended(Process process) {
        try {
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

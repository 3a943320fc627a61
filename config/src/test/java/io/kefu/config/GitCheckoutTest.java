package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCheckoutTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path root;

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Optional<String> commitOf(String folder) throws IOException {
        return GitCheckout.of(Files.createDirectories(root.resolve(folder))).map(GitCheckout::commit);
    }

    @Test
    void the_commit_is_that_of_the_branch_that_is_checked_out() throws IOException {
        file(".git/HEAD", "ref: refs/heads/main\n");
        file(".git/refs/heads/main", COMMIT + "\n");
        assertThat(commitOf("config")).contains(COMMIT);
        assertThat(GitCheckout.of(root).orElseThrow().branch()).isEqualTo("main");
    }

    @Test
    void a_packed_branch_and_a_detached_head_are_found() throws IOException {
        file(".git/HEAD", "ref: refs/heads/main\n");
        file(
                ".git/packed-refs",
                "# pack-refs with: peeled fully-peeled sorted\n" + "f".repeat(40) + " refs/heads/other/main\n" + COMMIT
                        + " refs/heads/main\n");
        assertThat(commitOf("config")).contains(COMMIT);
        file(".git/HEAD", "a".repeat(40) + "\n");
        assertThat(commitOf("config")).contains("a".repeat(40));
        assertThat(GitCheckout.of(root).orElseThrow().branch()).isEmpty();
    }

    @Test
    void a_work_tree_points_to_its_repository() throws IOException {
        file("repository/refs/heads/side", COMMIT + "\n");
        file("repository/worktrees/side/HEAD", "ref: refs/heads/side\n");
        file("repository/worktrees/side/commondir", "../..\n");
        file("tree/.git", "gitdir: ../repository/worktrees/side\n");
        assertThat(commitOf("tree/config")).contains(COMMIT);
    }

    @Test
    void what_is_no_checkout_or_has_no_commit_says_nothing() throws IOException {
        Assumptions.assumeTrue(commitOf("plain").isEmpty(), "the directory for temporary files lies in a checkout");
        file("empty/.git/HEAD", "ref: refs/heads/main\n");
        assertThat(commitOf("empty")).isEmpty();
        file("odd/.git/HEAD", "ref: ../../../etc/passwd\n");
        assertThat(commitOf("odd")).isEmpty();
        file("torn/.git", "nothing of the kind\n");
        assertThat(commitOf("torn")).isEmpty();
        assertThat(GitCheckout.of(root.resolve("not-there"))).isEmpty();
    }

    @Test
    void a_directory_that_differs_from_its_commit_is_told() throws IOException, InterruptedException {
        Assumptions.assumeTrue(git("init", "-q"), "there is no git here");
        file("config/a.yaml", "a: 1\n");
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "one");
        Path config = root.resolve("config");
        assertThat(GitCheckout.of(config).orElseThrow().dirty()).contains(false);
        file("elsewhere.txt", "not of the configuration");
        assertThat(GitCheckout.of(config).orElseThrow().dirty()).contains(false);
        file("config/b.yaml", "b: 1\n");
        assertThat(GitCheckout.of(config).orElseThrow().dirty()).contains(true);
    }

    private boolean git(String... arguments) throws InterruptedException {
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("git"));
        command.addAll(java.util.List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

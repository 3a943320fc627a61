package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/** Compares an unpacked release with its {@code files.sha256}, and that with the build it calls itself. */
final class Contents {

    private static final String LIST = "files.sha256";

    private Contents() {}

    /** Throws {@link CommandFailure} naming the first file that is not as it was built. */
    static void verify(Path folder) throws IOException {
        Path list = folder.resolve(LIST);
        if (!listed(folder).startsWith(Release.in(folder).build())) {
            throw damaged(LIST);
        }
        Set<String> named = new HashSet<>(Set.of(LIST, "release.json"));
        for (String line : Files.readAllLines(list)) {
            String[] parts = line.split(" {2}", 2);
            if (parts.length != 2 || parts[1].startsWith("/") || parts[1].contains("..")) {
                throw damaged(LIST);
            }
            Path file = folder.resolve(parts[1]);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || !sha256(file).equals(parts[0])) {
                throw damaged(parts[1]);
            }
            named.add(parts[1]);
        }
        nothingElse(folder, named);
    }

    /** The SHA-256 of the list itself, which stands for all that it names. */
    static String listed(Path folder) throws IOException {
        Path list = folder.resolve(LIST);
        if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
            throw damaged(LIST);
        }
        return sha256(list);
    }

    private static void nothingElse(Path folder, Set<String> named) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .map(each -> folder.relativize(each).toString())
                    .filter(each -> !named.contains(each) && !each.endsWith(".aot"))
                    .findFirst()
                    .ifPresent(each -> {
                        throw damaged(each);
                    });
        }
    }

    private static CommandFailure damaged(String file) {
        return new CommandFailure(
                ExitCode.FAILED, "the release is not as it was built: " + file + " differs", "fetch it again");
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = digest();
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

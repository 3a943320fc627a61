package io.kefu.kefuctl.bundle;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code SHA256SUMS} beside an archive, and its signature {@code SHA256SUMS.sig}. */
public final class Checksums {

    private Checksums() {}

    /**
     * Compares an archive with the checksums beside it, and those with their signature. Without a key a signature is not
     * looked at; without checksums there is nothing to compare.
     *
     * @return the archive's SHA-256, for whoever reads it again
     * @throws CommandFailure when something differs, or a key is given and there is no signature
     */
    public static String verify(Path archive, Optional<Path> key) {
        Path sums = archive.resolveSibling("SHA256SUMS");
        try {
            String sha256 = sha256(archive);
            if (Files.exists(sums)) {
                byte[] list = Files.readAllBytes(sums);
                if (key.isPresent()) {
                    verifySignature(sums, list, key.get());
                }
                compare(archive, sha256, text(list));
            } else if (key.isPresent()) {
                throw missing(sums, archive);
            }
            return sha256;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot compare " + archive + ": " + e.getMessage(), "", e);
        }
    }

    private static String sha256(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return Digest.of(in);
        }
    }

    private static void verifySignature(Path sums, byte[] list, Path key) throws IOException {
        Path signature = sums.resolveSibling("SHA256SUMS.sig");
        if (!Files.exists(signature)) {
            throw missing(signature, sums);
        }
        Signature.verify(list, Files.readString(signature), key, sums.toString());
    }

    private static void compare(Path archive, String sha256, String sums) {
        String name = archive.getFileName().toString();
        String expected = sums.lines()
                .filter(line -> line.endsWith("  " + name))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "SHA256SUMS beside " + archive + " does not name it", "fetch both again"));
        if (!sha256.equals(expected)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    archive + " is not the file that SHA256SUMS names: it is cut off or was changed",
                    "fetch it again");
        }
    }

    private static CommandFailure missing(Path file, Path of) {
        return new CommandFailure(
                ExitCode.FAILED,
                file + " is missing, so nothing says who made " + of,
                "fetch it from where the rest is");
    }

    /** The bytes as text. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

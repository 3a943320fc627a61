package io.kefu.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The content hash of a configuration: the first 64 bits of SHA-256 (FIPS 180-4). */
final class Revision {

    private static final int MAX_FILES = 10_000;

    private Revision() {}

    static String of(Documents documents) {
        MessageDigest digest = sha256();
        Rendering.each(documents, Revision::fingerprint).stream()
                .sorted()
                .forEach(document -> digest.update(bytes(document)));
        documents.all().forEach(document -> folders(documents.shape(document.kind()), document.spec(), digest));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** A changed secret is a changed configuration; what goes in is itself a hash and is never shown. */
    private static String fingerprint(Secret secret) {
        return HexFormat.of().formatHex(sha256().digest(secret.bytes()));
    }

    private static void folders(Shape shape, Object value, MessageDigest digest) {
        switch (shape) {
            case Shape.Fields fields -> {
                List<Object> values = Rendering.components((Record) value);
                for (int i = 0; i < values.size(); i++) {
                    Shape inner = fields.fields().get(i).shape();
                    present(values.get(i)).ifPresent(component -> folders(inner, component, digest));
                }
            }
            case Shape.Items items -> ((List<?>) value).forEach(item -> folders(items.item(), item, digest));
            case Shape.Entries entries ->
                ((Map<?, ?>) value).values().forEach(entry -> folders(entries.value(), entry, digest));
            case Shape.Directory folder -> folder((Path) value, folder.extension(), digest);
            default -> {}
        }
    }

    private static Optional<?> present(Object component) {
        return component instanceof Optional<?> optional ? optional : Optional.of(component);
    }

    private static void folder(Path folder, String extension, MessageDigest digest) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith("." + extension))
                    .sorted()
                    .limit(MAX_FILES)
                    .toList()) {
                digest.update(bytes(file.getFileName().toString()));
                digest.update(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read: let this user read it", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

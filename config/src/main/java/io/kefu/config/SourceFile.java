package io.kefu.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the configuration.
 *
 * @param path as the caller gave it; shown in problems, and what relative paths inside the file start from
 */
record SourceFile(Path path, String text) {

    static final int MAX_BYTES = 8 << 20;

    /** Throws {@link Misfit} when it is absent, not allowed, larger than 8 MiB or not UTF-8 (RFC 3629). */
    static SourceFile read(Path path) throws Misfit {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw unreadable("the file is larger than 8 MiB", "split it: a directory may hold many files");
            }
            return new SourceFile(path, decode(Files.readAllBytes(path)));
        } catch (CharacterCodingException e) {
            throw unreadable("the file is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            throw unreadable("the file cannot be read", "check that it exists and that this user may read it");
        }
    }

    String shown() {
        return path.toString();
    }

    Path folder() {
        Path parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** The line's text, counting from 1; empty beyond the end. */
    String line(int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("");
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Misfit unreadable(String wrong, String instead) {
        return new Misfit(ProblemCode.UNREADABLE, wrong, instead);
    }
}

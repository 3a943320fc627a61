package io.kefu.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${env:NAME}</code>, <code>${env:NAME:-default}</code> and <code>${file:path}</code> inside a scalar.
 * What comes in is not looked at again. <code>$${</code> stands for <code>${</code>.
 */
final class Expansion {

    static final int MAX_FILE_BYTES = 64 << 10;

    private static final Pattern PLACE = Pattern.compile("\\$?\\$\\{([^}]*)(}?)");
    private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

    private final UnaryOperator<String> environment;

    /**
     * @param environment name to value, null when not set
     */
    Expansion(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** Whether {@link #expand} would put something in from outside. */
    static boolean appliesTo(String text) {
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!place.group().startsWith("$$")) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param folder where relative paths start
     */
    String expand(String text, Path folder) throws Misfit {
        StringBuilder expanded = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int from = 0;
        while (place.find()) {
            expanded.append(text, from, place.start()).append(replacement(place, folder));
            from = place.end();
        }
        return expanded.append(text, from, text.length()).toString();
    }

    private String replacement(Matcher place, Path folder) throws Misfit {
        if (place.group().startsWith("$$")) {
            return place.group().substring(1);
        }
        String inside = place.group(1);
        Matcher variable = VARIABLE.matcher(inside);
        if (!place.group(2).isEmpty() && variable.matches()) {
            return variable(variable.group(1), variable.group(2));
        }
        if (!place.group(2).isEmpty() && inside.startsWith("file:") && inside.length() > "file:".length()) {
            return content(inside.substring("file:".length()), folder);
        }
        throw new Misfit(
                ProblemCode.BAD_EXPANSION,
                Words.quoted(place.group()) + " is not an expansion",
                "write `${env:NAME}`, `${env:NAME:-default}` or `${file:path}`, and `$${` for a plain `${`");
    }

    private String variable(String name, String otherwise) throws Misfit {
        String value = environment.apply(name);
        if (value == null && otherwise == null) {
            throw new Misfit(
                    ProblemCode.UNKNOWN_VARIABLE,
                    "the environment variable `" + name + "` is not set",
                    "set it, or write `${env:" + name + ":-default}`");
        }
        return value == null ? otherwise : value;
    }

    /** The file's text without the line end that editors and {@code echo} leave. */
    private static String content(String path, Path folder) throws Misfit {
        try {
            Path file = folder.resolve(path);
            if (!Files.isRegularFile(file)) {
                throw unreadable(path, "does not exist, or is not a file", "paths start at " + shown(folder));
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw unreadable(path, "is larger than 64 KiB", "name a file that holds the value alone");
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\R\\z", "");
        } catch (CharacterCodingException e) {
            throw unreadable(path, "is not UTF-8", "keep binary values in base64");
        } catch (IOException | InvalidPathException e) {
            throw unreadable(path, "cannot be read", "let this user read it");
        }
    }

    private static String shown(Path folder) {
        return folder.toString().isEmpty() ? "the current directory" : "`" + folder + "`";
    }

    private static Misfit unreadable(String path, String wrong, String instead) {
        return new Misfit(ProblemCode.UNREADABLE_FILE, "the file `" + path + "` " + wrong, instead);
    }
}

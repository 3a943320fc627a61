package io.kefu.config;

import java.util.Locale;

/** How names of the code are written in YAML and in messages. */
final class Words {

    private Words() {}

    /** {@code LEAST_LOADED} is {@code least-loaded}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String article(String noun) {
        return ("AEIOU".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /** What was found, in backquotes and on one line, at most 40 characters of it. */
    static String quoted(String found) {
        String line = found.replaceAll("\\R", "⏎");
        int shown = Math.min(line.codePointCount(0, line.length()), 40);
        String cut = line.substring(0, line.offsetByCodePoints(0, shown));
        return "`" + cut + (cut.length() < line.length() ? "…" : "") + "`";
    }
}

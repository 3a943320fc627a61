package io.kefu.server.reply;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the words that ask for a person. Latin words count as whole words. Chinese is written without spaces, so there a
 * word counts wherever it stands, unless it is part of a common compound (人工智能 is no wish for a person); and in
 * neither language where it is refused (不要转人工, no human).
 */
final class HandoverWords {
    private static final String REFUSED = "(?<!(?:不要|不用|不想|不需要|无需|别|不)(?:再)?(?:转|转接|找)?|no |not a |not an |without a )";
    private static final String COMPOUND = "(?!智能|费|成本|合成|草|皮|制|降雨|呼吸|湖|授粉|服务费|安装)";

    private final Pattern words;

    HandoverWords(List<String> words) {
        Preprocessor normalise = new Normalisation();
        String any = words.stream()
                .map(word -> normalise.preprocess(word).toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .map(HandoverWords::pattern)
                .collect(Collectors.joining("|"));
        this.words = any.isEmpty() ? Pattern.compile("(?!)") : Pattern.compile(REFUSED + "(?:" + any + ")");
    }

    private static String pattern(String word) {
        boolean latin = word.codePoints().allMatch(c -> c < 0x250);
        return latin
                ? "(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])"
                : Pattern.quote(word) + COMPOUND;
    }

    boolean in(String text) {
        return words.matcher(text).find();
    }
}

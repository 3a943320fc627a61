package io.kefu.server.reply;

import io.kefu.config.LocalizedText;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The languages (BCP 47) that a visitor is answered in, best first: that of the question, that of the page, English. */
public record VisitorLanguage(List<String> tags) {
    public VisitorLanguage {
        tags = List.copyOf(tags);
    }

    /** {@code locale} is BCP 47 or empty. A question in Chinese characters is Chinese, unless kana make it Japanese. */
    public static VisitorLanguage of(String text, String locale) {
        String page = locale.toLowerCase(Locale.ROOT);
        boolean chinesePage = page.startsWith("zh");
        if (has(text, UnicodeScript.HAN) && !has(text, UnicodeScript.HIRAGANA) && !has(text, UnicodeScript.KATAKANA)) {
            return ordered(chinesePage ? page : "", "zh", page, "en");
        }
        boolean latin = text.codePoints().filter(Character::isLetter).limit(2).count() == 2;
        return latin && chinesePage ? ordered("en", page) : ordered(page, "en");
    }

    private static boolean has(String text, UnicodeScript script) {
        return text.codePoints().anyMatch(c -> UnicodeScript.of(c) == script);
    }

    private static VisitorLanguage ordered(String... tags) {
        return new VisitorLanguage(
                Stream.of(tags).filter(tag -> !tag.isEmpty()).distinct().toList());
    }

    /** The text in the best language that it is written in, else in its first. */
    public String choose(LocalizedText text) {
        for (String tag : tags) {
            if (text.byLanguage().keySet().stream().anyMatch(written -> covers(written, tag))) {
                return text.in(tag);
            }
        }
        return text.first();
    }

    private static boolean covers(String written, String wanted) {
        String tag = written.toLowerCase(Locale.ROOT);
        return wanted.equals(tag) || wanted.startsWith(tag + "-");
    }
}

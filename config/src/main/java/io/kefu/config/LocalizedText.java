package io.kefu.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A text for people: one for all, or one for each language (BCP 47 tags such as {@code zh}, {@code en}, {@code zh-TW}). */
public final class LocalizedText {

    private static final String ANY = "";

    private final Map<String, String> byLanguage;

    private LocalizedText(Map<String, String> byLanguage) {
        this.byLanguage = Collections.unmodifiableMap(new LinkedHashMap<>(byLanguage));
    }

    /** The same text for every language. */
    public static LocalizedText of(String text) {
        return new LocalizedText(Map.of(ANY, text));
    }

    /**
     * A text a language; the first is given to whoever reads none of them.
     *
     * @throws IllegalArgumentException when empty
     */
    public static LocalizedText of(Map<String, String> byLanguage) {
        if (byLanguage.isEmpty()) {
            throw new IllegalArgumentException("no language");
        }
        return new LocalizedText(byLanguage);
    }

    /** The text for a BCP 47 tag: its own, else its language's ({@code zh} for {@code zh-CN}), else the first. */
    public String in(String language) {
        String tag = language.toLowerCase(Locale.ROOT);
        return find(tag).or(() -> find(tag.split("-", 2)[0])).orElseGet(this::first);
    }

    /** The text for all, or that of the first language. */
    public String first() {
        return byLanguage.values().iterator().next();
    }

    /** One text for all languages. */
    public boolean isPlain() {
        return byLanguage.containsKey(ANY);
    }

    /** Language to text in the order written; empty when {@link #isPlain}. */
    public Map<String, String> byLanguage() {
        return isPlain() ? Map.of() : byLanguage;
    }

    /** What JSON and YAML show: a string when plain, else a map of language to text. */
    public Object plain() {
        return isPlain() ? first() : byLanguage;
    }

    private java.util.Optional<String> find(String tag) {
        return byLanguage.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(tag))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalizedText text && byLanguage.equals(text.byLanguage);
    }

    @Override
    public int hashCode() {
        return byLanguage.hashCode();
    }

    @Override
    public String toString() {
        return plain().toString();
    }
}

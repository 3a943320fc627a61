package io.kefu.config;

import java.util.HashMap;
import java.util.Map;

/**
 * A kind of document that its caller registers with the loader.
 *
 * @param name as written after {@code kind:}
 * @param spec the record that {@code spec:} becomes; each component carries {@link Doc}, and {@link Within} where it
 *     is a number, a duration or a size
 * @param singleton whether there is one at most; where there is none, the record's defaults hold
 * @param languages the checks of the {@link Language}s that its texts are written in
 * @param check looks at a spec that is well formed by itself, for what types and bounds do not say
 */
public record Kind<T extends Record>(
        String name, Class<T> spec, boolean singleton, Map<String, TextCheck> languages, Check<? super T> check) {

    public Kind {
        languages = Map.copyOf(languages);
    }

    /** Reports what else is wrong with a well-formed spec. Must be pure. */
    @FunctionalInterface
    public interface Check<T> {
        void check(T spec, Findings findings);
    }

    public static <T extends Record> Kind<T> of(String name, Class<T> spec) {
        return new Kind<>(name, spec, false, Map.of(Language.REGEX, TextCheck.REGEX), (value, findings) -> {});
    }

    public Kind<T> asSingleton() {
        return new Kind<>(name, spec, true, languages, check);
    }

    public Kind<T> checkedBy(Check<? super T> added) {
        return new Kind<>(name, spec, singleton, languages, added);
    }

    /** Texts marked {@code @Language(language)} must pass the check. */
    public Kind<T> speaking(String language, TextCheck textCheck) {
        Map<String, TextCheck> more = new HashMap<>(languages);
        more.put(language, textCheck);
        return new Kind<>(name, spec, singleton, more, check);
    }
}

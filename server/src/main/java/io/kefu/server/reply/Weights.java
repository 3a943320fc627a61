package io.kefu.server.reply;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How much each term tells, by the number of entries that use it (inverse document frequency: {@code ln(1 + N / n)}). A
 * term that no entry knows weighs a fixed share of the rarest: it may be what makes the question another one, or a
 * visitor's way of talking.
 */
final class Weights {
    private static final double UNKNOWN = 0.4;
    private static final double SINGLE = 0.5;

    private final Map<String, Integer> entriesByTerm = new HashMap<>();
    private final int entries;

    Weights(Collection<Set<String>> termsOfEntries) {
        entries = termsOfEntries.size();
        termsOfEntries.forEach(terms -> terms.forEach(term -> entriesByTerm.merge(term, 1, Integer::sum)));
    }

    double of(String term) {
        Integer known = entriesByTerm.get(term);
        double rarity = known == null ? UNKNOWN * Math.log(1.0 + entries) : Math.log(1.0 + (double) entries / known);
        return isSingle(term) ? SINGLE * rarity : rarity;
    }

    /** A lone Chinese character: weak evidence, it is part of many words. */
    private static boolean isSingle(String term) {
        return Character.isIdeographic(term.codePointAt(0)) && term.codePointCount(0, term.length()) == 1;
    }

    double of(Collection<String> terms) {
        return terms.stream().mapToDouble(this::of).sum();
    }

    double ofCommon(Collection<String> some, Set<String> others) {
        return some.stream().filter(others::contains).mapToDouble(this::of).sum();
    }
}

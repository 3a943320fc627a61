package io.kefu.server.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/** Remembers what was classified, misses included, for a time after it was written and up to a number of texts. */
final class CachedClassifier implements Classifier {
    private final Classifier classifier;
    private final Cache<String, Optional<Match>> cache;

    CachedClassifier(Classifier classifier, Duration ttl, int max, Ticker ticker) {
        this.classifier = classifier;
        cache = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Optional<Match> classify(String text) {
        Optional<Match> known = cache.getIfPresent(text);
        if (known != null) {
            return known.map(match -> new Match(match.entry(), match.score(), true));
        }
        Optional<Match> found = classifier.classify(text);
        cache.put(text, found);
        return found;
    }
}

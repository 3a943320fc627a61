package io.kefu.server.reply;

import com.github.benmanes.caffeine.cache.Ticker;
import io.kefu.server.reply.Classifier.Match;
import io.kefu.server.reply.Extractor.Extract;
import java.util.Optional;

/** The stages in order. Immutable; a new configuration is a new pipeline. */
public final class Pipeline implements AutoReply {
    private final Preprocessor preprocessor;
    private final Extractor extractor;
    private final Classifier classifier;
    private final double threshold;
    private final Answerer answerer;
    private final Fallback fallback;

    Pipeline(
            Preprocessor preprocessor,
            Extractor extractor,
            Classifier classifier,
            double threshold,
            Answerer answerer,
            Fallback fallback) {
        this.preprocessor = preprocessor;
        this.extractor = extractor;
        this.classifier = classifier;
        this.threshold = threshold;
        this.answerer = answerer;
        this.fallback = fallback;
    }

    /** The pipeline over a knowledge base in Lucene. Building it takes some milliseconds a hundred entries. */
    public static Pipeline of(BotSettings settings) {
        Preprocessor normalise = new Normalisation();
        Classifier index = new KnowledgeIndex(settings.entries(), normalise);
        return new Pipeline(
                normalise,
                new KeyExtractor(settings.handoverWords()),
                new CachedClassifier(index, settings.cacheTtl(), settings.cacheMax(), Ticker.systemTicker()),
                settings.threshold(),
                (entry, extract, language) -> language.choose(entry.answer()),
                new PoliteFallback(settings.fallback(), settings.missesToHandOver()));
    }

    @Override
    public Reply reply(Question question) {
        Extract extract = extractor.extract(preprocessor.preprocess(question.text()));
        if (extract.handOver()) {
            return new Reply.HandOver(MissReason.HANDOVER_WORD);
        }
        VisitorLanguage language = VisitorLanguage.of(question.text(), question.locale());
        Optional<Match> match = classifier.classify(extract.text());
        if (match.isEmpty()) {
            return fallback.fallBack(question, MissReason.NO_MATCH, language);
        }
        Match nearest = match.get();
        if (nearest.score() < threshold) {
            return fallback.fallBack(question, MissReason.BELOW_THRESHOLD, language);
        }
        String text = answerer.answer(nearest.entry(), extract, language);
        return new Reply.Answer(text, nearest.entry().id(), nearest.score(), nearest.cached());
    }
}

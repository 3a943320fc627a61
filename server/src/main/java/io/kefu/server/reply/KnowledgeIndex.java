package io.kefu.server.reply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * All ways to ask for all entries in a Lucene index in memory. Lucene finds the {@value #CANDIDATES} nearest ways to ask
 * (BM25); their score is then brought to 0 to 1, which BM25's is not: the geometric mean of how much of the way to ask
 * the question has, and how much of the question the entry knows, both by weight of terms. Immutable.
 */
final class KnowledgeIndex implements Classifier {
    private static final int CANDIDATES = 40;
    /** Terms of one question that are searched for; more would be no question. */
    private static final int TERMS = 128;

    /** The most that a chance match scores. */
    private static final double CHANCE = 0.5;

    private static final String ASK = "ask";
    private static final String NUMBER = "number";

    private final QuestionAnalyzer analyzer = new QuestionAnalyzer();
    private final Preprocessor preprocessor;
    private final List<Variant> variants = new ArrayList<>();
    private final Map<Entry, Set<String>> termsOfEntry = new HashMap<>();
    private final Weights weights;
    private final IndexSearcher searcher;

    private record Variant(Entry entry, Set<String> terms) {}

    KnowledgeIndex(List<Entry> entries, Preprocessor preprocessor) {
        this.preprocessor = preprocessor;
        entries.forEach(this::analyse);
        weights = new Weights(termsOfEntry.values());
        searcher = index();
    }

    private void analyse(Entry entry) {
        Set<String> all = termsOfEntry.computeIfAbsent(entry, e -> new HashSet<>());
        for (String ask : entry.ask()) {
            Set<String> terms = analyzer.terms(preprocessor.preprocess(ask));
            variants.add(new Variant(entry, terms));
            all.addAll(terms);
        }
    }

    private IndexSearcher index() {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            for (int i = 0; i < variants.size(); i++) {
                Document document = new Document();
                for (String term : variants.get(i).terms) {
                    document.add(new StringField(ASK, term, Field.Store.NO));
                }
                document.add(new StoredField(NUMBER, i));
                writer.addDocument(document);
            }
            writer.commit();
            return new IndexSearcher(DirectoryReader.open(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("the index of the knowledge base could not be built in memory", e);
        }
    }

    @Override
    public Optional<Match> classify(String text) {
        Set<String> terms = analyzer.terms(text);
        Match best = null;
        for (Variant variant : candidates(terms)) {
            double score = score(terms, variant);
            if (best == null || score > best.score()) {
                best = new Match(variant.entry, score, false);
            }
        }
        return Optional.ofNullable(best);
    }

    private double score(Set<String> question, Variant variant) {
        Set<String> known = termsOfEntry.get(variant.entry);
        double asked = weights.ofCommon(variant.terms, question) / weights.of(variant.terms);
        double understood = weights.ofCommon(question, known) / weights.of(question);
        double score = Math.sqrt(asked * understood);
        return isChance(question, known) ? Math.min(score, CHANCE) : score;
    }

    /**
     * One word in common out of three or more is chance: a physical store is no answer about quantum physics. Chinese is
     * left out, where half of the pairs are no words.
     */
    private static boolean isChance(Set<String> question, Set<String> known) {
        boolean chinese = question.stream().anyMatch(term -> Character.isIdeographic(term.codePointAt(0)));
        return !chinese
                && question.size() >= 3
                && question.stream().filter(known::contains).count() <= 1;
    }

    private List<Variant> candidates(Set<String> terms) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        terms.stream().limit(TERMS).forEach(term -> query.add(new TermQuery(new Term(ASK, term)), Occur.SHOULD));
        try {
            StoredFields stored = searcher.storedFields();
            List<Variant> found = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(query.build(), CANDIDATES).scoreDocs) {
                found.add(variants.get(
                        stored.document(hit.doc).getField(NUMBER).numericValue().intValue()));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("the index of the knowledge base could not be read", e);
        }
    }
}

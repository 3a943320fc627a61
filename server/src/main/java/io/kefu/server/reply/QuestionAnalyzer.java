package io.kefu.server.reply;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Lucene's CJKAnalyzer (pairs of Chinese characters, whole Latin words) with two additions: Chinese phrases that only
 * make a sentence a question are cut out first, so that no pair spans them, and English words are stemmed (Porter).
 */
final class QuestionAnalyzer extends AnalyzerWrapper {
    /** How long ("多久") and how much ("多少") stay: they tell one question from another. */
    private static final Pattern FILLER = Pattern.compile("请问一下|请问|你好|您好|麻烦|帮我|帮忙|想问一下|问一下|我想要|我想|我要|我的|"
            + "我们|你们|您们|怎么办|怎么样|怎么|如何|怎样|能不能|可不可以|可以|能否|是不是|会不会|要不要|有没有|为什么|"
            + "什么(?!时候)|哪些|一下|哪里|哪儿|在哪|吗|呢|啊|呀|吧|哦|嘛|的|了|我|你|您|是|个|请|(?<!不)能|会|想|要|有|都|还|就|"
            + "在|到底|这个|这款|这件|那个|一直|现在|刚刚|刚|已经|回事");

    /** What makes an English sentence a question without telling which one. */
    private static final String STOP_WORDS = """
            a am an and any are as at be been but by can could did do doe does for from get got had has have
            hello hi how i i'd i'm if in is it it's its just like may me my need of on or our please
            possible s should so some t than that the their them there these this to us want was we what
            what's when where where's which who will with would you you're your yours
            """;

    private static final CharArraySet STOP = new CharArraySet(
            STOP_WORDS.lines().flatMap(line -> Stream.of(line.split(" "))).toList(), true);

    private final CJKAnalyzer pairs = new CJKAnalyzer(STOP);
    private final CJKAnalyzer everything = new CJKAnalyzer(CharArraySet.EMPTY_SET);

    QuestionAnalyzer() {
        super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected Analyzer getWrappedAnalyzer(String field) {
        return pairs;
    }

    @Override
    protected Reader wrapReader(String field, Reader reader) {
        return new PatternReplaceCharFilter(FILLER, " ", reader);
    }

    @Override
    protected TokenStreamComponents wrapComponents(String field, TokenStreamComponents components) {
        return new TokenStreamComponents(components.getSource(), new PorterStemFilter(components.getTokenStream()));
    }

    /** A pair of Chinese characters is also two characters: 忘记密码 and 密码忘了 then have more in common than one pair. */
    private static void addTerm(Set<String> terms, String term) {
        terms.add(term);
        if (term.length() > 1 && Character.isIdeographic(term.codePointAt(0))) {
            term.codePoints().forEach(c -> terms.add(Character.toString(c)));
        }
    }

    /** The distinct terms of a text. One that is nothing but filler ("hello there") is taken by its words after all. */
    Set<String> terms(String text) {
        Set<String> terms = terms(this, text);
        return terms.isEmpty() ? terms(everything, text) : terms;
    }

    private static Set<String> terms(Analyzer analyzer, String text) {
        Set<String> terms = new TreeSet<>();
        try (TokenStream stream = analyzer.tokenStream("", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                addTerm(terms, term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
        return terms;
    }
}

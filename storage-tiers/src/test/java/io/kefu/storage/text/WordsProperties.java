package io.kefu.storage.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class WordsProperties {
    @Provide
    Arbitrary<String> chinese() {
        return Arbitraries.strings().withChars("退款流程订单发票").ofMinLength(1).ofMaxLength(6);
    }

    @Provide
    Arbitrary<String> mixed() {
        return Arbitraries.strings()
                .withChars("退款流程订单 ，abcAＢé1\u0301𠮷👍".toCharArray())
                .ofMaxLength(40);
    }

    @Property
    void a_run_of_chinese_is_found_wherever_it_stands(
            @ForAll("mixed") String before, @ForAll("chinese") String word, @ForAll("mixed") String after) {
        String text = before + word + after;
        assertThat(Words.asked(word).areIn(text)).isTrue();
        assertThat(Words.asked(word).highlights(text))
                .anySatisfy(mark ->
                        assertThat(text.substring(mark.start(), mark.end())).contains(word));
    }

    @Property
    void a_run_of_chinese_that_does_not_stand_there_is_not_found(
            @ForAll("chinese") String word, @ForAll("mixed") String text) {
        assertThat(Words.asked(word).areIn(text)).isEqualTo(text.contains(word));
    }

    @Property
    void a_folded_text_holds_the_needles_of_a_query_exactly_when_the_words_stand_in_the_text(
            @ForAll("mixed") String query, @ForAll("mixed") String text) {
        Words words = Words.asked(query);
        String folded = Words.folded(text);
        boolean held = !words.isEmpty() && words.needles().stream().allMatch(folded::contains);
        assertThat(held).isEqualTo(words.areIn(text));
    }

    @Property
    void a_signature_leaves_out_no_text_that_holds_the_words(
            @ForAll("mixed") String before, @ForAll("mixed") String query, @ForAll("mixed") String after) {
        String text = before + query + after;
        Words words = Words.asked(query);
        long[] held = Signature.of(Words.folded(text));
        long[] asked = Signature.asked(words.needles());
        for (int lane = 0; lane < Signature.LANES && words.areIn(text); lane++) {
            assertThat(held[lane] & asked[lane]).isEqualTo(asked[lane]);
        }
    }

    @Property
    void a_part_of_a_text_is_found_in_it_by_either_way(
            @ForAll("mixed") String text, @ForAll @IntRange(max = 40) int from, @ForAll @IntRange(max = 6) int length) {
        int start = Math.min(from, text.length());
        String part = text.substring(start, Math.min(start + length, text.length()));
        Words words = Words.asked(part);
        boolean held = !words.isEmpty() && words.needles().stream().allMatch(Words.folded(text)::contains);
        assertThat(held).isEqualTo(words.areIn(text));
    }

    @Property
    void tokens_lie_in_the_text_in_order_and_hold_letters_and_digits_only(@ForAll String text) {
        List<Token> tokens = Tokens.of(text);
        int last = 0;
        for (Token token : tokens) {
            assertThat(token.start()).isBetween(last, text.length() - 1);
            assertThat(token.end()).isBetween(token.start() + 1, text.length());
            assertThat(token.text()).doesNotContain(" ", "\"", "*").isNotEmpty();
            last = token.start();
        }
    }

    @Property
    void highlights_lie_in_the_text_and_apart(@ForAll("mixed") String query, @ForAll("mixed") String text) {
        int last = -1;
        for (Highlight mark : Words.asked(query).highlights(text)) {
            assertThat(mark.start()).isGreaterThan(last);
            assertThat(mark.end()).isGreaterThan(mark.start()).isLessThanOrEqualTo(text.length());
            last = mark.end();
        }
    }
}

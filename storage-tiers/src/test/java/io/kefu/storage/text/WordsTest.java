package io.kefu.storage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void chinese_is_indexed_in_pairs_and_latin_in_words() {
        assertThat(Words.indexed("我要退款, Order A-10086！")).isEqualTo("我要 要退 退款 款 order a 10086");
    }

    @Test
    void neighbouring_scripts_do_not_run_into_one_another() {
        assertThat(Words.indexed("订单ABC退")).isEqualTo("订单 单 abc 退");
        assertThat(Words.indexed("退款。款式")).isEqualTo("退款 款 款式 式");
    }

    @Test
    void width_case_and_accents_do_not_matter() {
        assertThat(Words.indexed("ＡＢＣ１２ Café Cafe\u0301 ÉCOLE")).isEqualTo("abc12 cafe cafe ecole");
    }

    @Test
    void other_scripts_without_spaces_are_paired_too() {
        assertThat(Words.indexed("キャンセル")).isEqualTo("キャ ャン ンセ セル ル");
        assertThat(Words.indexed("환불")).isEqualTo("환불 불");
        assertThat(Words.indexed("コーヒー")).isEqualTo("コー ーヒ ヒー ー");
    }

    @Test
    void characters_outside_the_basic_plane_are_one_each() {
        assertThat(Words.indexed("𠮷野家")).isEqualTo("𠮷野 野家 家");
        assertThat(Words.asked("𠮷").highlights("大𠮷野")).containsExactly(new Highlight(1, 3));
    }

    @Test
    void signs_and_broken_surrogates_are_no_words() {
        assertThat(Words.indexed("👍 ?! \ud800 …")).isEmpty();
        assertThat(Words.asked("👍").isEmpty()).isTrue();
    }

    @Test
    void highlights_are_apart_and_ascending_in_utf16_units() {
        assertThat(Words.asked("退款流程").highlights("👍退款流程和退款")).containsExactly(new Highlight(2, 6));
        assertThat(Words.asked("退款 款流").highlights("退款流程")).containsExactly(new Highlight(0, 3));
        assertThat(Words.asked("ref").highlights("Refund, REFUNDS"))
                .containsExactly(new Highlight(0, 6), new Highlight(8, 15));
        assertThat(Words.asked("款").highlights("退款流程")).containsExactly(new Highlight(1, 2));
    }

    @Test
    void a_query_of_any_length_has_a_bounded_number_of_terms() {
        assertThat(Words.asked("ab cd ".repeat(10_000)).fts5()).isEqualTo("\"ab\"* AND \"cd\"*");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            many.append(" w").append(i);
        }
        assertThat(Words.asked(many.toString()).fts5().split(" AND ")).hasSize(Words.MOST_TERMS);
    }
}

package io.kefu.server.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * How well the shipped bot understands. The development questions were looked at while weights and threshold were chosen;
 * the fresh ones were written afterwards and changed nothing but one rule (one word in common is chance).
 */
class FaqAccuracyTest {
    private final AutoReply bot = Pipeline.of(ShopFaq.SETTINGS);

    private record Tally(int right, List<String> wrong, int missed) {
        int all() {
            return right + wrong.size() + missed;
        }
    }

    @Test
    void the_shop_faq_is_complete_in_both_languages() {
        assertThat(ShopFaq.ENTRIES).hasSizeGreaterThanOrEqualTo(45);
        Set<String> asked = new HashSet<>();
        for (Entry entry : ShopFaq.ENTRIES) {
            assertThat(entry.answer().byLanguage()).as(entry.id()).containsOnlyKeys("zh", "en");
            assertThat(entry.ask().stream().filter(ask -> ask.codePoints().anyMatch(Character::isIdeographic)))
                    .as(entry.id())
                    .hasSizeGreaterThanOrEqualTo(3);
            assertThat(entry.ask().stream().filter(ask -> ask.codePoints().noneMatch(Character::isIdeographic)))
                    .as(entry.id())
                    .hasSizeGreaterThanOrEqualTo(3);
            entry.ask().forEach(ask -> assertThat(asked.add(ask)).as(ask).isTrue());
        }
    }

    @Test
    void a_question_in_the_very_words_of_an_entry_gets_its_answer_with_full_score() {
        for (Entry entry : ShopFaq.ENTRIES) {
            for (String ask : entry.ask()) {
                Reply reply = bot.reply(question(ask));
                assertThat(reply).as(ask).isInstanceOf(Reply.Answer.class);
                Reply.Answer answer = (Reply.Answer) reply;
                assertThat(answer.entryId()).as(ask).isEqualTo(entry.id());
                assertThat(answer.score()).as(ask).isBetween(0.999, 1.0);
            }
        }
    }

    @Test
    void paraphrases_get_the_entry_that_they_mean() {
        Tally development = tally("development");
        assertThat(development.all()).isEqualTo(236);
        assertThat(development.right).isGreaterThanOrEqualTo(220);
        assertThat(development.wrong).hasSizeLessThanOrEqualTo(5);
        Tally fresh = tally("fresh");
        assertThat(fresh.all()).isEqualTo(96);
        assertThat(fresh.right).isGreaterThanOrEqualTo(80);
        assertThat(fresh.wrong).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void questions_off_topic_are_missed() {
        for (String set : List.of("development", "fresh")) {
            for (String text : ShopFaq.offTopic(set)) {
                assertThat(bot.reply(question(text))).as(text).isInstanceOf(Reply.Miss.class);
            }
        }
    }

    private Tally tally(String set) {
        int right = 0;
        int missed = 0;
        List<String> wrong = new ArrayList<>();
        for (ShopFaq.Asked asked : ShopFaq.paraphrases(set)) {
            if (bot.reply(question(asked.text())) instanceof Reply.Answer answer) {
                if (answer.entryId().equals("shop-faq/" + asked.entry())) {
                    right++;
                } else {
                    wrong.add(asked.text() + " → " + answer.entryId());
                }
            } else {
                missed++;
            }
        }
        return new Tally(right, wrong, missed);
    }

    private static Question question(String text) {
        return new Question("c1", 1, text, "", 0);
    }
}

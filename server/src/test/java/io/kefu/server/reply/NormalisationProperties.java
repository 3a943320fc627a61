package io.kefu.server.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class NormalisationProperties {
    private final Normalisation normalisation = new Normalisation();

    @Property
    void normalising_twice_changes_nothing(@ForAll String text) {
        String once = normalisation.preprocess(text);
        assertThat(normalisation.preprocess(once)).isEqualTo(once);
    }

    @Property
    void what_comes_out_is_bounded_trimmed_and_has_no_double_space(@ForAll @StringLength(max = 3_000) String text) {
        String normal = normalisation.preprocess(text);
        assertThat(normal).hasSizeLessThanOrEqualTo(Normalisation.MAX).doesNotContain("  ");
        assertThat(normal).isEqualTo(normal.strip());
        assertThat(normal.chars().noneMatch(c -> Character.isISOControl(c))).isTrue();
    }

    @Property
    void width_and_case_do_not_matter(@ForAll @CharRange(from = '!', to = '~') @StringLength(max = 100) String text) {
        String wide = text.chars()
                .map(c -> c + 0xFEE0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String normal = normalisation.preprocess(text);
        assertThat(normalisation.preprocess(wide)).isEqualTo(normal);
        assertThat(normalisation.preprocess(text.toUpperCase(Locale.ROOT))).isEqualTo(normal);
    }

    @Property
    void no_text_breaks_the_bot_and_every_score_is_0_to_1(@ForAll @StringLength(max = 600) String text) {
        Reply reply = Shop.BOT.reply(new Question("c", 1, text, "", 0));
        if (reply instanceof Reply.Answer answer) {
            assertThat(answer.score()).isBetween(0.0, 1.0);
        }
    }

    @Property
    void spaces_and_invisible_characters_at_the_ends_do_not_matter(@ForAll @StringLength(max = 100) String text) {
        assertThat(normalisation.preprocess("\u3000 " + text + "\u200b\t")).isEqualTo(normalisation.preprocess(text));
    }

    /** Built when first asked for. */
    private static final class Shop {
        static final AutoReply BOT = Pipeline.of(ShopFaq.SETTINGS);
    }
}

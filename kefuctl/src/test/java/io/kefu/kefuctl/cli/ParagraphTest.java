package io.kefu.kefuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ParagraphTest {

    @Test
    void a_text_is_broken_between_words_and_hangs_below_its_head() {
        String text = "there is no backup in /var/backups/kefu, and it may be 24 h old at most (kefuctl backup create)";
        assertThat(Paragraph.of("note: ", text))
                .containsExactly(
                        "note: there is no backup in /var/backups/kefu, and it may be 24 h old at most",
                        "      (kefuctl backup create)");
    }

    @Test
    void a_word_longer_than_a_line_stands_whole_and_nothing_stands_as_its_head() {
        String path = "/" + "x".repeat(90);
        assertThat(Paragraph.of("at: ", "in " + path)).containsExactly("at: in", "    " + path);
        assertThat(Paragraph.of("at: ", "")).containsExactly("at:");
    }

    @Test
    void what_is_in_it_does_nothing_to_the_terminal() {
        assertThat(Paragraph.of("! ", "a\u001b[2Jb\nc")).containsExactly("! a[2Jb c");
    }

    @Property
    void every_word_is_there_in_its_order(@ForAll @StringLength(max = 400) String text) {
        String told = String.join(" ", Paragraph.of("", text)).strip().replaceAll("\\s+", " ");
        assertThat(told)
                .isEqualTo(Columns.plain(text.strip().replaceAll("\\s+", " "))
                        .strip()
                        .replaceAll("\\s+", " "));
    }
}

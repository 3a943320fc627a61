package io.kefu.server.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.config.LocalizedText;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VisitorLanguageTest {
    private static final LocalizedText TEXT =
            LocalizedText.of(new TreeMap<>(Map.of("en", "english", "ja", "日本語", "zh", "中文", "zh-TW", "正體中文")));

    private static String answered(String text, String locale) {
        return VisitorLanguage.of(text, locale).choose(TEXT);
    }

    @Test
    void the_question_counts_before_the_page() {
        assertThat(answered("怎么退货", "")).isEqualTo("中文");
        assertThat(answered("怎么退货", "en-US")).isEqualTo("中文");
        assertThat(answered("refund", "zh-CN")).isEqualTo("english");
        assertThat(answered("refund", "ja-JP")).isEqualTo("日本語");
    }

    @Test
    void the_page_decides_where_the_question_does_not() {
        assertThat(answered("怎麼退貨", "zh-TW")).isEqualTo("正體中文");
        assertThat(answered("返品したい", "ja")).isEqualTo("日本語");
        assertThat(answered("👍", "zh-CN")).isEqualTo("中文");
        assertThat(answered("12345", "")).isEqualTo("english");
    }

    @Test
    void a_language_that_is_not_written_gets_english() {
        assertThat(answered("retour", "fr-FR")).isEqualTo("english");
    }
}

package io.kefu.server.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.config.LocalizedText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
    private final AutoReply bot = Pipeline.of(ShopFaq.SETTINGS);

    private static Question question(String text, String locale, int misses) {
        return new Question("c1", 1, text, locale, misses);
    }

    private Reply reply(String text) {
        return bot.reply(question(text, "", 0));
    }

    @Test
    void the_answer_is_in_the_language_of_the_question_whatever_the_page_is_in() {
        assertThat(((Reply.Answer) bot.reply(question("怎么退货", "en-GB", 0))).text())
                .startsWith("签收后 7 天内");
        assertThat(((Reply.Answer) bot.reply(question("how do I return an item", "zh-CN", 0))).text())
                .startsWith("Within 7 days");
        assertThat(((Reply.Answer) bot.reply(question("how do I return an item", "fr", 0))).text())
                .startsWith("Within 7 days");
    }

    @Test
    void what_has_no_language_is_answered_in_that_of_the_page() {
        assertThat(((Reply.Miss) bot.reply(question("", "zh-CN", 0))).text()).startsWith("抱歉");
        assertThat(((Reply.Miss) bot.reply(question("???", "", 0))).text()).startsWith("Sorry");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "转人工",
                "人工",
                "我要人工客服！",
                "请帮我转人工谢谢",
                "有没有真人",
                "ｈｕｍａｎ",
                "I want to talk to a human.",
                "AGENT",
                "agent please",
                "real person",
                "给我转接人工服务"
            })
    void a_hand_over_word_goes_to_a_person(String text) {
        assertThat(reply(text)).isEqualTo(new Reply.HandOver(MissReason.HANDOVER_WORD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "人工智能会取代人类吗",
                "是人工皮的吗",
                "you are so humane",
                "which travel agency do you use",
                "不用转人工",
                "别转人工了",
                "no human please",
                "reagent"
            })
    void a_word_that_only_looks_like_one_does_not(String text) {
        assertThat(reply(text)).isNotInstanceOf(Reply.HandOver.class);
    }

    @Test
    void the_last_of_several_misses_in_a_row_hands_over() {
        assertThat(bot.reply(question("今天天气怎么样", "", 0)))
                .isInstanceOfSatisfying(
                        Reply.Miss.class, miss -> assertThat(miss.reason()).isEqualTo(MissReason.BELOW_THRESHOLD));
        assertThat(bot.reply(question("tell me a joke", "", 0)))
                .isInstanceOfSatisfying(
                        Reply.Miss.class, miss -> assertThat(miss.reason()).isEqualTo(MissReason.NO_MATCH));
        assertThat(bot.reply(question("tell me a joke", "", 1))).isEqualTo(new Reply.HandOver(MissReason.NO_MATCH));
    }

    @Test
    void a_bot_that_never_hands_over_by_itself_only_says_that_it_does_not_know() {
        BotSettings shop = ShopFaq.SETTINGS;
        AutoReply patient = Pipeline.of(new BotSettings(
                "shop", shop.entries(), 0.55, List.of(), 0, shop.fallback(), Duration.ofMinutes(1), 10));
        assertThat(patient.reply(question("tell me a joke", "", 99))).isInstanceOf(Reply.Miss.class);
        assertThat(patient.reply(question("转人工", "", 0))).isNotInstanceOf(Reply.HandOver.class);
    }

    @Test
    void an_order_number_in_the_question_changes_nothing() {
        Reply.Answer plain = (Reply.Answer) reply("我的订单到哪了");
        Reply.Answer numbered = (Reply.Answer) reply("我的订单 DD-202605011234567 到哪了");
        assertThat(numbered.entryId()).isEqualTo(plain.entryId());
        assertThat(new KeyExtractor(List.of()).extract("订单 dd-202605011234567 到哪了"))
                .isEqualTo(new Extractor.Extract("订单   到哪了", false, List.of("dd-202605011234567")));
    }

    @Test
    void a_question_asked_again_comes_from_the_cache_with_the_same_answer() {
        Reply.Answer first = (Reply.Answer) reply("怎么开发票");
        Reply.Answer again = (Reply.Answer) reply("  怎么开发票 ");
        assertThat(first.cached()).isFalse();
        assertThat(again.cached()).isTrue();
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.score()).isEqualTo(first.score());
    }

    @Test
    void the_cache_forgets_after_its_time() {
        long[] nanos = {0};
        int[] asked = {0};
        Classifier cached = new CachedClassifier(
                text -> {
                    asked[0]++;
                    return java.util.Optional.empty();
                },
                Duration.ofMinutes(10),
                100,
                () -> nanos[0]);
        cached.classify("a");
        cached.classify("a");
        assertThat(asked[0]).isEqualTo(1);
        nanos[0] = Duration.ofMinutes(11).toNanos();
        cached.classify("a");
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void many_threads_get_the_answers_that_one_gets() throws InterruptedException, ExecutionException {
        List<ShopFaq.Asked> questions = ShopFaq.paraphrases("fresh");
        List<String> alone =
                questions.stream().map(asked -> kind(bot, asked.text())).toList();
        AutoReply shared = Pipeline.of(ShopFaq.SETTINGS);
        List<Callable<List<String>>> tasks = IntStream.range(0, 8)
                .<Callable<List<String>>>mapToObj(i -> () -> questions.stream()
                        .map(asked -> kind(shared, asked.text()))
                        .toList())
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<List<String>> answers : threads.invokeAll(tasks)) {
                assertThat(answers.get()).isEqualTo(alone);
            }
        }
    }

    private static String kind(AutoReply bot, String text) {
        return switch (bot.reply(question(text, "", 0))) {
            case Reply.Answer answer -> answer.entryId() + answer.score();
            case Reply.HandOver handOver -> "person";
            case Reply.Miss miss -> miss.reason().label();
        };
    }

    @Test
    void a_new_configuration_replaces_all_bots_at_once() {
        AutoReplies bots = new AutoReplies();
        Question question = question("ping", "", 0);
        assertThat(bots.named("shop").reply(question)).isEqualTo(new Reply.HandOver(MissReason.PROVIDER_DOWN));
        bots.use(List.of(ShopFaq.bot("shop", entry("ping", "one"))));
        AutoReply old = bots.named("shop");
        bots.use(List.of(ShopFaq.bot("shop", entry("ping", "two"))));
        assertThat(((Reply.Answer) old.reply(question)).text()).isEqualTo("one");
        assertThat(((Reply.Answer) bots.named("shop").reply(question)).text()).isEqualTo("two");
        assertThatThrownBy(() -> bots.use(List.of(ShopFaq.bot("shop"), badSettings())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(((Reply.Answer) bots.named("shop").reply(question)).text()).isEqualTo("two");
    }

    @Test
    void bots_are_built_from_what_the_configuration_declares() throws Exception {
        AutoReplies bots = new AutoReplies();
        bots.use(ShopFaq.load(Path.of("../config-examples/shop/bot.yaml")));
        assertThat(bots.named("shop").reply(question("human", "", 0)))
                .isEqualTo(new Reply.HandOver(MissReason.HANDOVER_WORD));
        assertThat(answer(bots, "怎么退货")).startsWith("收货后 7 天内");
        assertThat(answer(bots, "how long does delivery take")).contains("48 小时");
    }

    private static String answer(AutoReplies bots, String text) {
        return ((Reply.Answer) bots.named("shop").reply(question(text, "", 0))).text();
    }

    private static Entry entry(String ask, String answer) {
        return Entry.of("test", List.of(ask), LocalizedText.of(answer));
    }

    private static BotSettings badSettings() {
        return new BotSettings("bad", List.of(), 1.5, List.of(), 1, LocalizedText.of("no"), Duration.ofMinutes(1), 10);
    }

    @Test
    void a_bot_that_knows_nothing_misses_everything() {
        AutoReply empty = Pipeline.of(ShopFaq.bot("empty"));
        assertThat(empty.reply(question("怎么退货", "", 0))).isInstanceOf(Reply.Miss.class);
    }

    @Test
    void a_text_in_one_language_serves_all() {
        AutoReply plain = Pipeline.of(
                ShopFaq.bot("plain", new Entry("e", List.of("hello there"), LocalizedText.of(Map.of("zh", "你好")))));
        assertThat(((Reply.Answer) plain.reply(question("hello there", "", 0))).text())
                .isEqualTo("你好");
    }
}

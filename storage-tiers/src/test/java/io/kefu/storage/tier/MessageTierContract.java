package io.kefu.storage.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.text.Highlight;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine holds to. A new engine is done when it passes. */
public abstract class MessageTierContract {
    private MessageTier tier;

    /** An empty tier that holds at least 200 messages a conversation. */
    protected abstract MessageTier emptyTier() throws Exception;

    @BeforeEach
    void open() throws Exception {
        tier = emptyTier();
    }

    /** The tier of the test that runs. */
    protected final MessageTier tier() {
        return tier;
    }

    @AfterEach
    void close() {
        tier.close();
    }

    private void append(TierEntry... entries) {
        tier.append(List.of(entries), tier.cursor() + entries.length);
    }

    private static List<Long> seqs(Slice slice) {
        return slice.messages().stream().map(StoredMessage::seq).toList();
    }

    private void appendTo(String conversation, int count) {
        List<TierEntry> entries = new ArrayList<>();
        LongStream.rangeClosed(1, count)
                .forEach(seq -> entries.add(Messages.message(conversation, seq, "text " + seq)));
        tier.append(entries, tier.cursor() + count);
    }

    @Test
    void an_empty_tier_answers_with_nothing() {
        assertThat(tier.cursor()).isZero();
        assertThat(tier.read("c1", Range.newest(10))).isEqualTo(Slice.EMPTY);
        assertThat(tier.search(SearchQuery.of("text", 10))).isEqualTo(SearchResult.EMPTY);
        assertThat(tier.days()).isEmpty();
        assertThat(tier.erase("v-c1")).isZero();
        assertThat(tier.health().available()).isTrue();
    }

    @Test
    void a_message_comes_back_as_it_was() {
        StoredMessage message = new StoredMessage(
                "c1", "e7", 1, "wechat", "v9", "agent", "a1", 1_234_567_890_123L, true, "退款", new byte[] {0, -1}, null);
        append(message);
        assertThat(tier.read("c1", Range.newest(1)).messages())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(message);
    }

    @Test
    void ranges_give_ascending_numbers_from_the_side_that_was_asked_for() {
        appendTo("c1", 100);
        appendTo("c2", 3);
        assertThat(seqs(tier.read("c1", Range.newest(3)))).containsExactly(98L, 99L, 100L);
        assertThat(seqs(tier.read("c1", Range.after(40, 3)))).containsExactly(41L, 42L, 43L);
        assertThat(seqs(tier.read("c1", Range.before(40, 3)))).containsExactly(37L, 38L, 39L);
        assertThat(seqs(tier.read("c1", Range.before(3, 10)))).containsExactly(1L, 2L);
        assertThat(seqs(tier.read("c1", Range.after(99, 10)))).containsExactly(100L);
        assertThat(seqs(tier.read("c1", Range.after(100, 10)))).isEmpty();
        assertThat(seqs(tier.read("c1", Range.after(Long.MAX_VALUE - 1, 10)))).isEmpty();
        assertThat(seqs(tier.read("c1", Range.before(Long.MIN_VALUE + 1, 10)))).isEmpty();
        assertThat(tier.read("c1", Range.newest(1)).newestSeq()).isEqualTo(100);
        assertThat(tier.read("c1", Range.before(3, 1)).newestSeq()).isEqualTo(100);
        assertThat(tier.read("c2", Range.newest(10)).newestSeq()).isEqualTo(3);
    }

    @Test
    void a_range_without_a_sensible_limit_is_refused() {
        assertThatThrownBy(() -> Range.newest(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Range.after(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Range.before(9, Range.MOST + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_same_entries_again_change_nothing() {
        List<TierEntry> entries = List.of(
                Messages.message("c1", 1, "hello"),
                Messages.message("c1", 2, "second"),
                Messages.edit("c1", 1, 3, "goodbye"),
                Messages.message("c1", 3, ""));
        tier.append(entries, 4);
        tier.append(entries, 4);
        assertThat(seqs(tier.read("c1", Range.newest(10)))).containsExactly(1L, 2L, 3L);
        assertThat(tier.read("c1", Range.newest(10)).messages().getFirst().shownText())
                .isEqualTo("goodbye");
        assertThat(tier.search(SearchQuery.of("goodbye", 10)).total()).isEqualTo(1);
        assertThat(tier.search(SearchQuery.of("hello", 10)).total()).isZero();
        assertThat(tier.cursor()).isEqualTo(4);
    }

    @Test
    void a_later_amendment_wins_whatever_the_order_and_a_batch_may_lie_between() {
        append(Messages.message("c1", 1, "first"), Messages.message("c1", 2, "other"));
        append(Messages.edit("c1", 1, 5, "fifth"));
        append(Messages.edit("c1", 1, 3, "third"));
        assertThat(tier.read("c1", Range.newest(10)).messages().getFirst().shownText())
                .isEqualTo("fifth");
        assertThat(tier.read("c1", Range.newest(10)).messages().getFirst().text())
                .isEqualTo("first");
        append(Messages.recall("c1", 1, 6));
        append(Messages.edit("c1", 1, 5, "fifth"));
        StoredMessage recalled = tier.read("c1", Range.newest(10)).messages().getFirst();
        assertThat(recalled.amendment()).isEqualTo(new Amendment(Amendment.Kind.RECALL, 6, ""));
        assertThat(recalled.shownText()).isEmpty();
    }

    @Test
    void what_was_taken_back_stays_so_in_one_batch_or_several() {
        append(Messages.message("c1", 1, "first"), Messages.message("c1", 2, "second"));
        append(Messages.recall("c1", 1, 3));
        append(Messages.edit("c1", 1, 4, "again"));
        append(Messages.edit("c1", 2, 6, "changed"));
        append(Messages.recall("c1", 2, 5), Messages.edit("c1", 2, 7, "again"));
        append(Messages.message("c1", 3, "third"), Messages.recall("c1", 3, 8), Messages.edit("c1", 3, 9, "again"));
        assertThat(tier.read("c1", Range.newest(10)).messages())
                .extracting(StoredMessage::amendment)
                .containsExactly(
                        new Amendment(Amendment.Kind.RECALL, 3, ""),
                        new Amendment(Amendment.Kind.RECALL, 5, ""),
                        new Amendment(Amendment.Kind.RECALL, 8, ""));
        assertThat(tier.search(SearchQuery.of("again", 10)).total()).isZero();
    }

    @Test
    void an_amendment_of_what_the_tier_does_not_hold_is_without_effect() {
        append(
                Messages.recall("c9", 1, 2),
                Messages.message("c1", 1, "first"),
                Messages.edit("c1", 7, 8, "x"),
                Messages.recall("c1", 0, 9),
                Messages.recall("c1", 1, 1),
                Messages.recall("c1", Long.MAX_VALUE, 10));
        assertThat(tier.read("c1", Range.newest(10)).messages())
                .extracting(StoredMessage::shownText)
                .containsExactly("first");
        assertThat(tier.read("c9", Range.newest(10)).messages()).isEmpty();
    }

    @Test
    void search_finds_what_is_shown_now() {
        append(Messages.message("c1", 1, "我要退款"), Messages.message("c1", 2, "我要换货"));
        append(Messages.edit("c1", 1, 3, "我要发票"), Messages.recall("c1", 2, 4));
        assertThat(tier.search(SearchQuery.of("退款", 10)).total()).isZero();
        assertThat(tier.search(SearchQuery.of("换货", 10)).total()).isZero();
        SearchResult found = tier.search(SearchQuery.of("发票", 10));
        assertThat(found.total()).isEqualTo(1);
        assertThat(found.hits().getFirst().text()).isEqualTo("我要发票");
        assertThat(found.hits().getFirst().highlights()).containsExactly(new Highlight(2, 4));
    }

    @Test
    void an_edit_gives_words_to_a_message_that_had_none() {
        append(Messages.message("c1", 1, ""), Messages.edit("c1", 1, 2, "caption"));
        assertThat(tier.search(SearchQuery.of("caption", 10)).total()).isEqualTo(1);
    }

    @Test
    void search_finds_chinese_words_of_two_characters_longer_ones_single_ones_and_latin_words() {
        append(
                Messages.message("c1", 1, "你好，我想申请退款，订单A10086"),
                Messages.message("c1", 2, "Where is my REFUND?"),
                Messages.message("c1", 3, "款式退了"),
                Messages.message("c1", 4, "cafés ＡＢＣ"));
        assertThat(found("退款")).containsExactly(1L);
        assertThat(found("申请退款")).containsExactly(1L);
        assertThat(found("申退")).isEmpty();
        assertThat(found("退")).containsExactly(3L, 1L);
        assertThat(found("款")).containsExactly(3L, 1L);
        assertThat(found("refund")).containsExactly(2L);
        assertThat(found("refu")).containsExactly(2L);
        assertThat(found("fund")).isEmpty();
        assertThat(found("a10086")).containsExactly(1L);
        assertThat(found("退款 a10086")).containsExactly(1L);
        assertThat(found("退款 refund")).isEmpty();
        assertThat(found("cafe abc")).containsExactly(4L);
        assertThat(found("…！\"' OR NOT * ^ ( 'x")).isEmpty();
        assertThat(found("?!")).isEmpty();
        assertThat(found("")).isEmpty();
    }

    private List<Long> found(String text) {
        return tier.search(SearchQuery.of(text, 100)).hits().stream()
                .map(hit -> hit.message().seq())
                .toList();
    }

    @Test
    void search_pages_newest_first_with_the_total() {
        appendTo("c1", 30);
        SearchResult page = tier.search(new SearchQuery("text", null, null, null, null, null, 10, 5));
        assertThat(page.hits())
                .extracting(hit -> hit.message().seq())
                .startsWith(25L)
                .endsWith(16L)
                .hasSize(10);
        assertThat(page.total()).isEqualTo(30);
    }

    @Test
    void what_is_common_is_counted_so_far_that_a_reader_sees_whether_there_is_more() {
        int messages = SearchResult.COUNTED + 60;
        List<TierEntry> entries = new ArrayList<>();
        for (int i = 1; i <= messages; i++) {
            entries.add(Messages.at("c" + i / 100, i, "visitor", "v", "text", Messages.START.plusSeconds(i)));
        }
        tier.append(entries, messages);
        SearchResult first = tier.search(SearchQuery.of("text", 10));
        assertThat(first.total()).isBetween(SearchResult.COUNTED, messages);
        assertThat(first.hits()).extracting(hit -> hit.message().seq()).startsWith(1_061L, 1_060L);
        SearchResult later = tier.search(new SearchQuery("text", null, null, null, null, null, 10, 1_045));
        assertThat(later.total()).isBetween(1_056, messages);
        assertThat(later.hits())
                .extracting(hit -> hit.message().seq())
                .startsWith(16L)
                .endsWith(7L)
                .hasSize(10);
        SearchResult last = tier.search(new SearchQuery("text", null, null, null, null, null, 10, 1_055));
        assertThat(last.total()).isEqualTo(messages);
        assertThat(last.hits()).extracting(hit -> hit.message().seq()).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void search_goes_back_through_the_years_newest_first() {
        Instant now = Instant.now();
        long[] days = {3_000, 400, 40, 9, 8, 2, 1, 0};
        for (int i = 0; i < days.length; i++) {
            append(Messages.at("c" + i, 1, "visitor", "v", "refund " + i, now.minus(Duration.ofDays(days[i]))));
        }
        SearchQuery all = SearchQuery.of("refund", 20);
        assertThat(tier.search(all).hits())
                .extracting(hit -> hit.message().conversationId())
                .containsExactly("c7", "c6", "c5", "c4", "c3", "c2", "c1", "c0");
        SearchQuery some = new SearchQuery(
                "refund",
                null,
                null,
                now.minus(Duration.ofDays(41)),
                now.minus(Duration.ofDays(1)).minusSeconds(1),
                null,
                20,
                1);
        assertThat(tier.search(some).total()).isEqualTo(4);
        assertThat(tier.search(some).hits())
                .extracting(hit -> hit.message().conversationId())
                .containsExactly("c4", "c3", "c2");
    }

    @Test
    void search_filters_by_channel_author_time_and_the_conversations_group() {
        append(
                Messages.message("c1", 1, "refund"),
                Messages.by("c1", 2, "agent", "a1", "refund"),
                Messages.by("c2", 3, "agent", "a2", "refund"),
                Messages.by("c2", 4, "bot", "a2", "refund"),
                Messages.row("c1", "assigned", "vip", "a1", 10),
                Messages.row("c2", "assigned", "common", "a2", 11));
        assertThat(filtered("web", null, null, null, null)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(filtered("douyin", null, null, null, null)).isEmpty();
        assertThat(filtered(null, "a2", null, null, null)).containsExactly(3L);
        assertThat(filtered(null, null, Messages.START.plusSeconds(120), null, null))
                .containsExactly(4L, 3L, 2L);
        assertThat(filtered(null, null, null, Messages.START.plusSeconds(120), null))
                .containsExactly(1L);
        assertThat(filtered(null, null, null, null, Set.of("vip"))).containsExactly(2L, 1L);
        assertThat(filtered(null, null, null, null, Set.of("vip", "common"))).hasSize(4);
        assertThat(filtered(null, null, null, null, Set.of())).isEmpty();
        append(Messages.row("c2", "assigned", "vip", "a2", 12));
        assertThat(filtered(null, "a2", null, null, Set.of("vip"))).containsExactly(3L);
    }

    private List<Long> filtered(String channel, String agent, Instant from, Instant to, Set<String> groups) {
        SearchResult result = tier.search(new SearchQuery("refund", channel, agent, from, to, groups, 100, 0));
        assertThat(result.total()).isEqualTo(result.hits().size());
        return result.hits().stream().map(hit -> hit.message().seq()).toList();
    }

    @Test
    void a_day_is_counted_digested_and_dropped_alone() {
        LocalDate first = LocalDate.of(2026, 3, 1);
        LocalDate second = first.plusDays(1);
        append(
                Messages.message("c1", 1, "first"),
                Messages.at("c1", 2, "visitor", "v", "second", Messages.START.plus(Duration.ofDays(1))),
                Messages.message("c2", 1, "first"));
        DayDigest before = tier.digest(first);
        assertThat(tier.days()).containsExactly(first, second);
        assertThat(before.count()).isEqualTo(2);
        append(Messages.edit("c2", 1, 2, "changed"));
        assertThat(tier.digest(first).digest()).isNotEqualTo(before.digest());
        assertThat(tier.digest(first).count()).isEqualTo(2);
        assertThat(tier.drop(first)).isEqualTo(2);
        assertThat(tier.digest(first).count()).isZero();
        assertThat(tier.digest(first).digest())
                .isEqualTo(new DigestSum().of(first).digest());
        assertThat(tier.days()).containsExactly(second);
        assertThat(seqs(tier.read("c1", Range.newest(10)))).containsExactly(2L);
        assertThat(tier.search(SearchQuery.of("first", 10)).total()).isZero();
        assertThat(tier.search(SearchQuery.of("second", 10)).total()).isEqualTo(1);
        assertThat(tier.drop(first)).isZero();
    }

    @Test
    void a_day_is_walked_conversation_by_conversation_in_order() {
        append(
                Messages.message("c2", 1, "a"),
                Messages.message("c1", 1, "b"),
                Messages.message("c2", 2, "c"),
                Messages.at("c1", 2, "visitor", "v", "next day", Messages.START.plus(Duration.ofDays(1))),
                Messages.edit("c2", 1, 3, "A"));
        List<String> walked = new ArrayList<>();
        tier.scan(LocalDate.of(2026, 3, 1), each -> walked.add(each.conversationId() + " " + each.shownText()));
        assertThat(walked).containsExactlyInAnyOrder("c2 A", "c2 c", "c1 b");
        assertThat(walked.indexOf("c2 c")).isEqualTo(walked.indexOf("c2 A") + 1);
        List<String> none = new ArrayList<>();
        tier.scan(LocalDate.of(2026, 3, 3), each -> none.add(each.text()));
        assertThat(none).isEmpty();
    }

    @Test
    void its_facts_follow_what_comes_and_goes() {
        LocalDate first = LocalDate.of(2026, 3, 1);
        assertThat(tier.facts())
                .returns(0L, TierFacts::messages)
                .returns(null, TierFacts::oldest)
                .returns(null, TierFacts::newest);
        append(
                Messages.message("c1", 1, "a"),
                Messages.message("c1", 1, "a"),
                Messages.at("c1", 2, "visitor", "v", "b", Messages.START.plus(Duration.ofDays(2))),
                Messages.message("c2", 1, "c"));
        assertThat(tier.facts())
                .returns(3L, TierFacts::messages)
                .returns(first, TierFacts::oldest)
                .returns(first.plusDays(2), TierFacts::newest);
        assertThat(tier.facts().version()).isNotBlank();
        tier.drop(first);
        assertThat(tier.facts()).returns(1L, TierFacts::messages).returns(first.plusDays(2), TierFacts::oldest);
        tier.erase("v-c1");
        assertThat(tier.facts()).returns(0L, TierFacts::messages).returns(null, TierFacts::oldest);
    }

    @Test
    void erasing_a_visitor_removes_its_conversations_whole_and_no_other() {
        append(
                Messages.message("c1", 1, "secret"),
                Messages.by("c1", 2, "agent", "a1", "secret answer"),
                Messages.message("c2", 1, "secret"),
                Messages.row("c1", "assigned", "vip", "", 10));
        assertThat(tier.erase("v-c1")).isEqualTo(2);
        assertThat(tier.read("c1", Range.newest(10))).isEqualTo(Slice.EMPTY);
        assertThat(tier.search(SearchQuery.of("secret", 10)).total()).isEqualTo(1);
        assertThat(seqs(tier.read("c2", Range.newest(10)))).containsExactly(1L);
        assertThat(tier.erase("v-c1")).isZero();
    }

    @Test
    void a_held_conversation_stays_when_its_visitor_is_erased() {
        append(
                Messages.of("v-1", "web", "c1", 1, "secret"),
                Messages.of("v-1", "web", "c2", 1, "secret"),
                Messages.of("v-2", "web", "c3", 1, "secret"));
        assertThat(tier.erase("v-1", Set.of("c2", "elsewhere"))).isEqualTo(1);
        assertThat(tier.read("c1", Range.newest(10))).isEqualTo(Slice.EMPTY);
        assertThat(seqs(tier.read("c2", Range.newest(10)))).containsExactly(1L);
        assertThat(tier.search(SearchQuery.of("secret", 10)).total()).isEqualTo(2);
        assertThat(tier.erase("v-1", Set.of())).isEqualTo(1);
        assertThat(tier.read("c2", Range.newest(10))).isEqualTo(Slice.EMPTY);
    }

    @Test
    void of_a_day_goes_what_has_had_its_time_by_channel_and_what_is_held_stays() {
        append(
                Messages.of("v-1", "web", "c1", 1, "secret"),
                Messages.of("v-1", "web", "c2", 1, "secret"),
                Messages.of("v-2", "app", "c3", 1, "secret"));
        LocalDate day = LocalDate.of(2026, 3, 1);
        assertThat(tier.drop(new Outdated(day, Set.of("web"), false, Set.of("c2", "elsewhere"))))
                .isEqualTo(1);
        assertThat(tier.read("c1", Range.newest(10)).messages()).isEmpty();
        assertThat(seqs(tier.read("c2", Range.newest(10)))).containsExactly(1L);
        assertThat(seqs(tier.read("c3", Range.newest(10)))).containsExactly(1L);
        assertThat(tier.drop(new Outdated(day, Set.of("app"), true, Set.of("c2"))))
                .isZero();
        assertThat(tier.drop(new Outdated(day, Set.of("web"), true, Set.of("c2"))))
                .isEqualTo(1);
        assertThat(tier.search(SearchQuery.of("secret", 10)).total()).isEqualTo(1);
        assertThat(tier.drop(day)).isEqualTo(1);
        assertThat(tier.days()).isEmpty();
    }

    @Test
    void numbers_given_a_second_time_under_another_epoch_replace_the_first() {
        append(Messages.message("c1", 1, "before"), Messages.message("c1", 2, "lost"));
        append(new StoredMessage(
                "c1", "e2", 2, "web", "v-c1", "visitor", "v-c1", 99, false, "again", new byte[] {2}, null));
        StoredMessage newest = tier.read("c1", Range.newest(1)).messages().getFirst();
        assertThat(newest.epoch()).isEqualTo("e2");
        assertThat(newest.text()).isEqualTo("again");
        assertThat(tier.search(SearchQuery.of("lost", 10)).total()).isZero();
    }

    @Test
    void the_digest_depends_on_the_rows_and_not_on_how_they_came() {
        append(Messages.message("c1", 1, "a"), Messages.message("c2", 1, "b"), Messages.edit("c1", 1, 2, "c"));
        DigestSum expected = new DigestSum();
        expected.add(Messages.message("c2", 1, "b"));
        expected.add(Messages.message("c1", 1, "a").with(new Amendment(Amendment.Kind.EDIT, 2, "c")));
        LocalDate day = LocalDate.of(2026, 3, 1);
        assertThat(tier.digest(day)).isEqualTo(expected.of(day));
    }
}

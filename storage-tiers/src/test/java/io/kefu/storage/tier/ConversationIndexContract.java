package io.kefu.storage.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every engine that knows the conversations holds to, beside {@link MessageTierContract}. */
public abstract class ConversationIndexContract extends MessageTierContract {
    @Override
    protected abstract WarmStore emptyTier() throws Exception;

    private WarmStore store() {
        return (WarmStore) tier();
    }

    private ConversationIndex three() {
        store().append(
                        List.of(
                                Messages.row("c1", "assigned", "vip", "a1", 10),
                                Messages.row("c2", "queued", "vip", "", 20),
                                Messages.row("c3", "assigned", "common", "a2", 30),
                                Messages.row("c1", "closed", "vip", "a1", 40)),
                        4);
        return store().conversations();
    }

    @Test
    void conversations_are_listed_last_changed_first_with_the_total() {
        ConversationIndex index = three();
        assertThat(ids(index.list(ConversationFilter.ALL, 10, 0))).containsExactly("c1", "c3", "c2");
        assertThat(ids(index.list(ConversationFilter.ALL, 1, 1))).containsExactly("c3");
        assertThat(index.list(ConversationFilter.ALL, 1, 1).total()).isEqualTo(3);
        assertThat(ids(index.list(ConversationFilter.ALL, 1, 9))).isEmpty();
    }

    @Test
    void conversations_are_found_by_any_filter() {
        ConversationIndex index = three();
        assertThat(ids(list(index, "assigned", null, null))).containsExactly("c3");
        assertThat(ids(list(index, null, Set.of("vip"), null))).containsExactly("c1", "c2");
        assertThat(ids(list(index, null, Set.of("vip", "common"), null))).containsExactly("c1", "c3", "c2");
        assertThat(ids(list(index, "queued", Set.of("common"), null))).isEmpty();
        assertThat(ids(list(index, null, Set.of(), null))).isEmpty();
        assertThat(ids(list(index, null, null, "a2"))).containsExactly("c3");
        assertThat(index.list(new ConversationFilter(null, null, null, "web"), 10, 0)
                        .total())
                .isEqualTo(3);
        assertThat(index.list(new ConversationFilter(null, null, null, "douyin"), 10, 0)
                        .total())
                .isZero();
    }

    @Test
    void the_last_row_of_a_conversation_counts_and_comes_back_as_it_was() {
        ConversationIndex index = three();
        assertThat(index.get("c1").orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(Messages.row("c1", "closed", "vip", "a1", 40));
        assertThat(index.get("c9")).isEmpty();
        store().append(List.of(Messages.row("c1", "queued", "common", "", 50)), 5);
        assertThat(index.get("c1").orElseThrow().state()).isEqualTo("queued");
        assertThat(ids(list(index, null, Set.of("vip"), null))).containsExactly("c2");
    }

    @Test
    void every_conversation_comes_once_piece_by_piece_in_the_order_of_ids() {
        ConversationIndex index = three();
        assertThat(index.after("", 2))
                .extracting(ConversationRow::conversationId)
                .containsExactly("c1", "c2");
        assertThat(index.after("c2", 2))
                .extracting(ConversationRow::conversationId)
                .containsExactly("c3");
        assertThat(index.after("c3", 2)).isEmpty();
    }

    @Test
    void a_visitors_conversations_are_found_until_it_is_erased() {
        ConversationIndex index = three();
        store().append(List.of(Messages.message("c2", 1, "hello")), 5);
        assertThat(index.byVisitor("v-c2", 5))
                .extracting(ConversationRow::conversationId)
                .containsExactly("c2");
        assertThat(store().conversationsOf("v-c2")).containsExactly("c2");
        assertThat(store().erase("v-c2")).isEqualTo(1);
        assertThat(index.byVisitor("v-c2", 5)).isEmpty();
        assertThat(index.get("c2")).isEmpty();
        assertThat(store().conversationsOf("v-c2")).isEmpty();
        assertThat(index.list(ConversationFilter.ALL, 10, 0).total()).isEqualTo(2);
    }

    @Test
    void identifiers_are_told_apart_by_case_and_by_spaces_at_their_end() {
        store().append(
                        List.of(
                                Messages.row("c", "queued", "", "", 1),
                                Messages.row("C", "queued", "", "", 2),
                                Messages.row("c ", "queued", "", "", 3),
                                Messages.message("c", 1, "small"),
                                Messages.message("C", 1, "capital")),
                        5);
        ConversationIndex index = store().conversations();
        assertThat(ids(index.list(ConversationFilter.ALL, 10, 0))).containsExactly("c ", "C", "c");
        assertThat(index.byVisitor("v-c", 5)).hasSize(1);
        assertThat(store().read("C", Range.newest(9)).messages())
                .extracting(StoredMessage::text)
                .containsExactly("capital");
    }

    @Test
    void a_list_without_sensible_bounds_is_refused() {
        ConversationIndex index = store().conversations();
        assertThatThrownBy(() -> index.list(ConversationFilter.ALL, 201, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.list(ConversationFilter.ALL, 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.list(ConversationFilter.ALL, 1, 10_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ConversationPage list(ConversationIndex index, String state, Set<String> groups, String agent) {
        return index.list(new ConversationFilter(state, groups, agent, null), 10, 0);
    }

    private static List<String> ids(ConversationPage page) {
        return page.rows().stream().map(ConversationRow::conversationId).toList();
    }
}

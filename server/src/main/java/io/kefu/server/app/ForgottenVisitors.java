package io.kefu.server.app;

import io.kefu.storage.accounts.Visitors;
import io.kefu.storage.tier.ConversationIndex;
import java.util.List;

/**
 * Anonymous visitors who never wrote and cannot come back are removed: every page view may make one. A run looks at
 * {@value #LOOKED_AT} at most and the next goes on there, so those who did write cost little.
 */
final class ForgottenVisitors {

    static final int LOOKED_AT = 10_000;
    private static final int PAGE = 500;

    private final Visitors visitors;
    private final ConversationIndex conversations;
    private String after = "";

    ForgottenVisitors(Visitors visitors, ConversationIndex conversations) {
        this.visitors = visitors;
        this.conversations = conversations;
    }

    /** How many were removed. Throws when it is not known who has a conversation: nobody is removed on a guess. */
    int sweep() {
        int removed = 0;
        List<String> page = List.of();
        for (int seen = 0; seen == 0 || (seen < LOOKED_AT && !page.isEmpty()); seen += PAGE) {
            page = visitors.unreachable(after, PAGE);
            removed += page.stream()
                    .filter(id -> conversations.byVisitor(id, 1).isEmpty())
                    .mapToInt(id -> visitors.forget(id) ? 1 : 0)
                    .sum();
            after = page.isEmpty() ? "" : page.getLast();
        }
        return removed;
    }
}

package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Page;
import io.kefu.protocol.journal.v1.Value;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.server.delivery.StoredHead;
import io.kefu.server.intake.People;
import io.kefu.storage.accounts.Visitors;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.TierUnavailableException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Visitors from the accounts, and their conversations from the index. */
final class KnownPeople implements People {
    private static final Logger log = LoggerFactory.getLogger(KnownPeople.class);

    private final Visitors visitors;
    private final ConversationIndex conversations;

    KnownPeople(Visitors visitors, ConversationIndex conversations) {
        this.visitors = visitors;
        this.conversations = conversations;
    }

    @Override
    public Optional<Known> visitor(String visitorId) {
        return visitors.byId(visitorId).map(found -> new Known(journalForm(found), found.channel()));
    }

    @Override
    public Optional<String> latestConversation(String visitorId) {
        return newest(visitorId, 1).stream()
                .map(ConversationRow::conversationId)
                .findFirst();
    }

    /** None while the index is away: a visitor then begins anew, rather than not at all. */
    private List<ConversationRow> newest(String visitorId, int limit) {
        try {
            return conversations.byVisitor(visitorId, limit);
        } catch (TierUnavailableException e) {
            log.debug("visitor={} goes on without its earlier conversations: {}", visitorId, e.getMessage());
            return List.of();
        }
    }

    /** The visitor's newest conversations that were ever stored. */
    List<ConversationSnapshot> conversations(String visitorId, int limit) {
        return newest(visitorId, limit).stream()
                .map(row -> StoredHead.parse(row.conversationId(), row.head()))
                .toList();
    }

    static Visitor journalForm(io.kefu.storage.accounts.Visitor visitor) {
        Visitor.Builder form = Visitor.newBuilder()
                .setId(visitor.id())
                .setName(visitor.name())
                .setExternalId(visitor.externalId().orElse(""))
                .setLocale(visitor.locale())
                .setPage(Page.newBuilder()
                        .setUrl(visitor.page().url())
                        .setTitle(visitor.page().title())
                        .setReferrer(visitor.page().referrer()));
        visitor.tags().forEach((name, value) -> form.putTags(name, value(value)));
        return form.build();
    }

    private static Value value(Object plain) {
        return switch (plain) {
            case Boolean flag -> Value.newBuilder().setFlag(flag).build();
            case Integer number -> Value.newBuilder().setInteger(number).build();
            case Long number -> Value.newBuilder().setInteger(number).build();
            case Number number ->
                Value.newBuilder().setNumber(number.doubleValue()).build();
            default -> Value.newBuilder().setText(String.valueOf(plain)).build();
        };
    }
}

package io.kefu.server.admin;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.StoredHead;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.storage.tier.ConversationFilter;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationPage;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.TierUnavailableException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lists of conversations, the last changed first. Those of an open state come from the views, which are never behind; the
 * others from the index, each row as new as the views have it. A visitor's come from both, the newest
 * {@value ConversationIndex#MOST} at most. What the caller may not see is not in it.
 */
final class ConversationList {
    private static final int MOST_OF_VISITOR = ConversationIndex.MOST;
    private static final Set<String> OPEN = Set.of("bot", "queued", "assigned");

    private final Views views;
    private final Visibility visibility;
    private final Roster roster;
    private final Archive archive;

    /** What is asked for; null leaves a field out. */
    record Wanted(String state, String group, String agent, String channel, String visitor, int limit, int offset) {
        boolean fits(ConversationSnapshot conversation) {
            return (state == null || state.equals(ConversationView.state(conversation)))
                    && (group == null || group.equals(conversation.getGroup()))
                    && (agent == null || agent.equals(conversation.getAgent().getId()))
                    && (channel == null || channel.equals(conversation.getChannel()))
                    && (visitor == null
                            || visitor.equals(conversation.getVisitor().getId()));
        }
    }

    /**
     * One page, and how many there are in all.
     *
     * @param partial whether the index was away: then the open and the last closed ones are all that there is
     */
    record Found(List<ConversationSnapshot> conversations, long total, boolean partial) {}

    ConversationList(Views views, Visibility visibility, Roster roster, Archive archive) {
        this.views = views;
        this.visibility = visibility;
        this.roster = roster;
        this.archive = archive;
    }

    Found list(Audience caller, Wanted wanted) {
        if (wanted.state() != null && OPEN.contains(wanted.state()) && wanted.visitor() == null) {
            Stream<ConversationSnapshot> open = views.all().stream().filter(c -> c.getState() != Phases.CLOSED);
            return page(caller, wanted, open, false);
        }
        try {
            return wanted.visitor() == null
                    ? fromIndex(caller, wanted)
                    : page(caller, wanted, ofVisitor(wanted.visitor()), false);
        } catch (TierUnavailableException e) {
            return page(caller, wanted, views.all().stream(), true);
        }
    }

    /** The index is behind by a moment, and the views know only the open and the last closed. */
    private Stream<ConversationSnapshot> ofVisitor(String visitor) {
        Map<String, ConversationSnapshot> all = new LinkedHashMap<>();
        archive.conversations()
                .byVisitor(visitor, MOST_OF_VISITOR)
                .forEach(row -> all.put(row.conversationId(), newest(row)));
        views.ofVisitor(visitor).forEach(here -> all.put(here.getConversationId(), here));
        return all.values().stream();
    }

    private Found page(Audience caller, Wanted wanted, Stream<ConversationSnapshot> from, boolean partial) {
        List<ConversationSnapshot> all = from.filter(c -> wanted.fits(c) && visibility.sees(caller, c))
                .sorted(Comparator.comparingLong(ConversationSnapshot::getUpdatedMs)
                        .reversed())
                .toList();
        List<ConversationSnapshot> page =
                all.stream().skip(wanted.offset()).limit(wanted.limit()).toList();
        return new Found(page, all.size(), partial);
    }

    private Found fromIndex(Audience caller, Wanted wanted) {
        Optional<Set<String>> groups = groups(caller, wanted);
        if (groups.isPresent() && groups.get().isEmpty()) {
            return new Found(List.of(), 0, false);
        }
        ConversationPage page = archive.conversations()
                .list(
                        new ConversationFilter(wanted.state(), groups.orElse(null), wanted.agent(), wanted.channel()),
                        wanted.limit(),
                        wanted.offset());
        List<ConversationSnapshot> seen = page.rows().stream()
                .map(this::newest)
                .filter(c -> wanted.fits(c) && visibility.sees(caller, c))
                .toList();
        return new Found(seen, page.total(), false);
    }

    /** The groups that the index is asked for: an agent's own, or of those the one that it wants; empty for any. */
    private Optional<Set<String>> groups(Audience caller, Wanted wanted) {
        Optional<Set<String>> own = ownGroups(roster, caller);
        return wanted.group() == null
                ? own
                : Optional.of(
                        own.filter(groups -> !groups.contains(wanted.group())).isPresent()
                                ? Set.of()
                                : Set.of(wanted.group()));
    }

    /** The groups beyond which {@code caller} sees nothing; empty for one who sees all. */
    static Optional<Set<String>> ownGroups(Roster roster, Audience caller) {
        return switch (caller) {
            case Audience.VisitorAudience _ -> Optional.of(Set.of());
            case Audience.KeyAudience _ -> Optional.empty();
            case Audience.AgentAudience agent -> {
                Optional<Roster.Member> member = roster.member(agent.id());
                yield member.filter(Roster.Member::supervises).isPresent()
                        ? Optional.empty()
                        : Optional.of(member.map(m -> Set.copyOf(m.capacity().keySet()))
                                .orElse(Set.of()));
            }
        };
    }

    private ConversationSnapshot newest(ConversationRow row) {
        return views.here(row.conversationId()).orElseGet(() -> StoredHead.parse(row.conversationId(), row.head()));
    }
}

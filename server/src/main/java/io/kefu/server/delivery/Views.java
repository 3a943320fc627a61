package io.kefu.server.delivery;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.Phases;
import io.kefu.server.flow.Committed.LedgerView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Conversations and ledgers as the last commit left them, for anyone to look at. Written by the delivery thread alone.
 * Open conversations are always here; of the closed the last {@value #CLOSED_KEPT}, any other comes from the archive.
 */
public final class Views {

    static final int CLOSED_KEPT = 10_000;

    private final Map<String, ConversationSnapshot> conversations = new ConcurrentHashMap<>();
    private final OpenConversations open = new OpenConversations();
    private final LedgerViews ledgers = new LedgerViews();
    private final Map<String, Integer> positions = new ConcurrentHashMap<>();
    /** Visitor id to its conversations here, oldest first. */
    private final Map<String, List<String>> byVisitor = new ConcurrentHashMap<>();

    private final LinkedHashMap<String, Boolean> closed = new LinkedHashMap<>();
    private final Function<String, Optional<ConversationSnapshot>> archive;

    /** @param archive finds any conversation that was ever stored; may read a disk */
    public Views(Function<String, Optional<ConversationSnapshot>> archive) {
        this.archive = archive;
    }

    /** The conversation as it is; may read a disk for one closed long ago. */
    public Optional<ConversationSnapshot> find(String conversationId) {
        ConversationSnapshot here = conversations.get(conversationId);
        return here != null ? Optional.of(here) : archive.apply(conversationId);
    }

    /** As {@link #find}, without ever reading a disk. */
    public Optional<ConversationSnapshot> here(String conversationId) {
        return Optional.ofNullable(conversations.get(conversationId));
    }

    /** All that are open, and the closed that are still here. */
    public Collection<ConversationSnapshot> all() {
        return conversations.values();
    }

    /** The open conversations that an agent sees, as {@link Visibility} says; for the delivery thread, which changes them. */
    public Stream<ConversationSnapshot> openTo(Roster.Member member) {
        return open.of(member).map(conversations::get).filter(found -> found != null);
    }

    /** The visitor's conversations that are here, oldest first. */
    public List<ConversationSnapshot> ofVisitor(String visitorId) {
        return byVisitor.getOrDefault(visitorId, List.of()).stream()
                .map(conversations::get)
                .filter(found -> found != null)
                .toList();
    }

    public Optional<LedgerView> ledger(String group) {
        return Optional.ofNullable(ledgers.byGroup().get(group));
    }

    public Map<String, LedgerView> ledgers() {
        return ledgers.byGroup();
    }

    /** The groups whose ledgers know the agent: also one that was removed, while it still holds something. */
    public Set<String> groupsOf(String agentId) {
        return ledgers.groupsOf(agentId);
    }

    /** The ledgers of {@link #groupsOf}. */
    public Stream<LedgerView> ledgersOf(String agentId) {
        return ledgers.of(agentId);
    }

    /** The conversation's number in its queue, 1 is next; 0 when it has none. */
    public int queuePosition(String conversationId) {
        return positions.getOrDefault(conversationId, 0);
    }

    /** Takes the newer form and gives the older back, null when there was none here. */
    public ConversationSnapshot put(ConversationSnapshot now) {
        String id = now.getConversationId();
        ConversationSnapshot before = conversations.put(id, now);
        open.changed(before, now);
        if (before == null) {
            byVisitor.merge(now.getVisitor().getId(), List.of(id), Views::joined);
        }
        if (now.getState() != Phases.QUEUED) {
            positions.remove(id);
        }
        if (now.getState() == Phases.CLOSED) {
            closed.putLast(id, true);
            evict();
        } else {
            closed.remove(id);
        }
        return before;
    }

    private static List<String> joined(List<String> a, List<String> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    private void evict() {
        while (closed.size() > CLOSED_KEPT) {
            remove(closed.pollFirstEntry().getKey());
        }
    }

    private void remove(String conversationId) {
        ConversationSnapshot gone = conversations.remove(conversationId);
        if (gone != null) {
            open.removed(gone);
            byVisitor.computeIfPresent(gone.getVisitor().getId(), (visitor, ids) -> {
                List<String> left =
                        ids.stream().filter(id -> !id.equals(conversationId)).toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    void forget(Set<String> conversationIds) {
        conversationIds.forEach(id -> {
            remove(id);
            closed.remove(id);
            positions.remove(id);
        });
    }

    public void put(String group, LedgerView ledger) {
        ledgers.put(group, ledger);
    }

    void position(String conversationId, int position) {
        positions.put(conversationId, position);
    }
}

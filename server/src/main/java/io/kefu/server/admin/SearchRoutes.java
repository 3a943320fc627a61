package io.kefu.server.admin;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Party;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Full-text search over what the caller may see. */
final class SearchRoutes {
    private static final int MAX_QUERY = 200;

    private final Archive archive;
    private final Views views;
    private final Visibility visibility;
    private final Roster roster;

    SearchRoutes(Archive archive, Views views, Visibility visibility, Roster roster) {
        this.archive = archive;
        this.views = views;
        this.visibility = visibility;
        this.roster = roster;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/search", Access.AGENTS, this::search));
    }

    private Answer search(Call call) {
        Audience caller = Audiences.of(call);
        SearchQuery query = query(call, caller);
        boolean sees = query.groups() == null || !query.groups().isEmpty();
        Archive.Found found = sees ? archive.search(query) : new Archive.Found(SearchResult.EMPTY, false);
        var conversations = new HashMap<String, Optional<ConversationSnapshot>>();
        var page = new LinkedHashMap<String, Object>();
        page.put(
                "items",
                found.result().hits().stream()
                        .map(hit -> item(hit, caller, conversations))
                        .filter(Objects::nonNull)
                        .toList());
        page.put("total", found.result().total());
        if (found.partial()) {
            page.put("partial", true);
        }
        return Answer.ok(page);
    }

    private SearchQuery query(Call call, Audience caller) {
        String text = call.text("q", MAX_QUERY)
                .filter(q -> !q.isBlank())
                .orElseThrow(() -> ApiException.badField("q", "is needed"));
        Set<String> groups = ConversationList.ownGroups(roster, caller).orElse(null);
        return new SearchQuery(
                text,
                call.text("channel", Texts.MAX_NAME).orElse(null),
                call.text("agent", Texts.MAX_NAME).orElse(null),
                time(call, "from"),
                time(call, "to"),
                groups,
                call.query("limit", 50, 1, SearchQuery.MOST),
                call.query("offset", 0, 0, SearchQuery.DEEPEST));
    }

    /** RFC 3339, or a day of UTC. */
    private static Instant time(Call call, String name) {
        String text = call.text(name, 40).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ApiException.badField(name, "must be a time such as 2026-03-01T08:00:00Z, or a day");
        }
    }

    /** Null for what the caller may not see: the index knows a conversation's group, this knows it now. */
    private Map<String, Object> item(
            SearchHit hit, Audience caller, Map<String, Optional<ConversationSnapshot>> conversations) {
        Optional<ConversationSnapshot> conversation =
                conversations.computeIfAbsent(hit.message().conversationId(), views::find);
        if (conversation.filter(c -> visibility.sees(caller, c)).isEmpty()) {
            return null;
        }
        var item = new LinkedHashMap<String, Object>();
        item.put("conversation_id", hit.message().conversationId());
        item.put("seq", hit.message().seq());
        item.put("author", author(hit));
        item.put("sent_at", Instant.ofEpochMilli(hit.message().atMillis()));
        item.put("text", hit.text());
        item.put(
                "highlights",
                hit.highlights().stream().map(h -> List.of(h.start(), h.end())).toList());
        var visitor = conversation.get().getVisitor();
        item.put("visitor", Map.of("id", visitor.getId(), "name", visitor.getName()));
        return item;
    }

    private static Party author(SearchHit hit) {
        try {
            return Message.parseFrom(hit.message().body()).getAuthor();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "message " + hit.message().seq() + " of " + hit.message().conversationId() + " cannot be read", e);
        }
    }
}

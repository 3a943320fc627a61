package io.kefu.server.admin;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.LastMessage;
import io.kefu.protocol.journal.v1.RoutingEntry;
import io.kefu.protocol.journal.v1.Value;
import io.kefu.protocol.journal.v1.Visitor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A conversation as the REST API writes it. Visitors are not told tags, routing or their own record.
 */
final class ConversationView {
    private static final String STATE = "CONVERSATION_STATE_";
    private static final String TYPE = "MESSAGE_TYPE_";

    private ConversationView() {}

    /** A state's word. */
    static String state(ConversationSnapshot conversation) {
        return word(conversation.getState().name(), STATE);
    }

    static Map<String, Object> of(ConversationSnapshot now, int queuePosition, boolean forVisitor) {
        var json = new LinkedHashMap<String, Object>();
        json.put("conversation_id", now.getConversationId());
        json.put("epoch", now.getEpoch());
        json.put("channel_id", now.getChannel());
        json.put("state", state(now));
        put(json, "group", now.getGroup());
        if (!now.getAgent().getId().isEmpty()) {
            json.put("agent", now.getAgent());
        }
        json.put("last_seq", now.getLastSeq());
        lastMessage(json, now);
        json.put("created_at", Instant.ofEpochMilli(now.getCreatedMs()));
        json.put("updated_at", Instant.ofEpochMilli(now.getUpdatedMs()));
        if (now.getClosedMs() > 0) {
            json.put("closed_at", Instant.ofEpochMilli(now.getClosedMs()));
        }
        json.put("read", now.getReadList());
        if (queuePosition > 0) {
            json.put("queue_position", queuePosition);
        }
        if (now.hasRating()) {
            json.put("rating", rating(now));
        }
        if (!forVisitor) {
            json.put("visitor", visitor(now.getVisitor()));
            json.put(
                    "routing",
                    now.getRoutingList().stream().map(ConversationView::routing).toList());
            json.put("tags", now.getTagsMap());
        }
        return json;
    }

    /** It is never a note: for whom it may be shown is everybody. */
    private static void lastMessage(Map<String, Object> json, ConversationSnapshot now) {
        LastMessage last = now.getLastMessage();
        if (last.getSeq() > 0) {
            var message = new LinkedHashMap<String, Object>();
            message.put("seq", last.getSeq());
            message.put("author", last.getAuthor());
            message.put("message_type", word(last.getType().name(), TYPE));
            put(message, "text", last.getText());
            message.put("sent_at", Instant.ofEpochMilli(last.getAtMs()));
            json.put("last_message", message);
        }
    }

    private static Map<String, Object> rating(ConversationSnapshot now) {
        var rating = new LinkedHashMap<String, Object>();
        rating.put("score", now.getRating().getScore());
        put(rating, "comment", now.getRating().getComment());
        return rating;
    }

    private static Map<String, Object> visitor(Visitor visitor) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", visitor.getId());
        put(json, "name", visitor.getName());
        put(json, "external_id", visitor.getExternalId());
        var tags = new LinkedHashMap<String, Object>();
        visitor.getTagsMap().forEach((name, value) -> tags.put(name, plain(value)));
        json.put("tags", tags);
        json.put(
                "page",
                Map.of(
                        "url", visitor.getPage().getUrl(),
                        "title", visitor.getPage().getTitle(),
                        "referrer", visitor.getPage().getReferrer()));
        put(json, "locale", visitor.getLocale());
        return json;
    }

    private static Object plain(Value value) {
        return switch (value.getValueCase()) {
            case INTEGER -> value.getInteger();
            case NUMBER -> value.getNumber();
            case FLAG -> value.getFlag();
            case TEXT, VALUE_NOT_SET -> value.getText();
        };
    }

    private static Map<String, Object> routing(RoutingEntry entry) {
        return Map.of(
                "at", Instant.ofEpochMilli(entry.getAtMs()),
                "rule", entry.getRouted().getRule(),
                "to", entry.getRouted().getTo(),
                "why", List.copyOf(entry.getRouted().getWhyList()));
    }

    private static void put(Map<String, Object> json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    private static String word(String constant, String prefix) {
        return constant.substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}

package io.kefu.server.app;

import io.kefu.protocol.journal.v1.Value;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.conversation.ConversationState;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a routing rule may look at: {@code conversation}, {@code visitor}, {@code channel}, {@code message}, {@code time}. */
final class RoutingFacts {

    private RoutingFacts() {}

    /** @param now in the zone in which the policy means its times */
    static Map<String, Object> of(ConversationState state, ChannelConfig channel, String text, ZonedDateTime now) {
        return Map.of(
                "conversation",
                Map.of("id", state.id(), "messages", state.lastSeq(), "group", state.group(), "tags", state.tags()),
                "visitor",
                visitor(state.visitor()),
                "channel",
                Map.of(
                        "name",
                        state.channel(),
                        "type",
                        channel.type().name().toLowerCase(Locale.ROOT),
                        "autoReply",
                        channel.autoReply()),
                "message",
                Map.of("text", text),
                "time",
                time(now));
    }

    static Map<String, Object> time(ZonedDateTime now) {
        return Map.of(
                "hour", (long) now.getHour(),
                "minute", (long) now.getMinute(),
                "weekday", (long) now.getDayOfWeek().getValue(),
                "date", now.toLocalDate().toString());
    }

    private static Map<String, Object> visitor(Visitor visitor) {
        Map<String, Object> tags = new HashMap<>();
        visitor.getTagsMap().forEach((name, value) -> tags.put(name, plain(value)));
        return Map.of(
                "id", visitor.getId(),
                "name", visitor.getName(),
                "externalId", visitor.getExternalId(),
                "locale", visitor.getLocale(),
                "tags", tags,
                "page",
                        Map.of(
                                "url", visitor.getPage().getUrl(),
                                "title", visitor.getPage().getTitle(),
                                "referrer", visitor.getPage().getReferrer()));
    }

    private static Object plain(Value value) {
        return switch (value.getValueCase()) {
            case INTEGER -> value.getInteger();
            case NUMBER -> value.getNumber();
            case FLAG -> value.getFlag();
            case TEXT, VALUE_NOT_SET -> value.getText();
        };
    }
}

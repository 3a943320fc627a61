package io.kefu.server.audit;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the log.
 *
 * @param seq 1, 2, 3 … without a gap
 * @param previous the digest of the entry before; {@link Chain#GENESIS} for the first
 * @param of for how a change ended: the entry with which it began; else 0
 * @param detail what came of it, or why it did not go well
 */
public record Entry(long seq, String previous, Instant at, Act act, Outcome outcome, long of, String detail) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** As JSON, in one line. */
    String text() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", seq);
        json.put("previous", previous);
        json.putAll(toJson());
        return JSON.writeValueAsString(json);
    }

    /** Without what chains it. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", at.toString());
        Map<String, Object> who = new LinkedHashMap<>();
        who.put("kind", word(act.who().kind()));
        who.put("id", act.who().id());
        who.put("name", act.who().name());
        json.put("who", who);
        json.put("from", act.from());
        json.put("action", act.action());
        json.put("object", act.object());
        json.put("summary", act.summary());
        json.put("outcome", word(outcome));
        json.put("of", of);
        json.put("detail", detail);
        return json;
    }

    /** The entry that {@link #text} gave; throws {@link IllegalArgumentException} for what is none. */
    static Entry parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            JsonNode who = json.path("who");
            Actor actor = new Actor(
                    Actor.Kind.valueOf(upper(who.path("kind"))),
                    who.path("id").asString(""),
                    who.path("name").asString(""));
            Act act = new Act(
                    actor,
                    json.path("from").asString(""),
                    json.path("action").asString(""),
                    json.path("object").asString(""),
                    json.path("summary").asString(""));
            return new Entry(
                    json.path("seq").asLong(0),
                    json.path("previous").asString(""),
                    Instant.parse(json.path("at").asString("")),
                    act,
                    Outcome.valueOf(upper(json.path("outcome"))),
                    json.path("of").asLong(0),
                    json.path("detail").asString(""));
        } catch (JacksonException | DateTimeParseException e) {
            throw new IllegalArgumentException("no entry", e);
        }
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(JsonNode word) {
        return word.asString("").toUpperCase(Locale.ROOT);
    }
}

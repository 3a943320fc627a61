package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.cli.Terminal.Colour;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A message as a line of text: when, number, who, what. What visitors wrote does nothing to the terminal. */
final class Said {

    private Said() {}

    static String line(JsonNode message, Terminal terminal) {
        boolean note = message.path("private").asBoolean(false);
        String text = Moment.of(message.path("sent_at").asString()) + "  "
                + String.format("%4d", message.path("seq").asLong()) + "  " + author(message.path("author"))
                + (note ? " [note]" : "") + ": " + what(message);
        return note ? terminal.paint(Colour.YELLOW, text) : text;
    }

    private static String author(JsonNode author) {
        String kind = author.path("kind").asString();
        String name = author.path("name").asString("");
        return clean(name.isEmpty() || kind.equals("system") ? kind : kind + " " + name);
    }

    private static String what(JsonNode message) {
        if (message.path("hidden").asBoolean(false)) {
            return "(erased)";
        }
        if (message.path("recalled").asBoolean(false)) {
            return "(taken back)";
        }
        List<String> parts = new ArrayList<>();
        if (message.path("message_type").asString().equals("event")) {
            parts.add("(" + message.path("event").path("name").asString() + ")");
        }
        if (message.has("file")) {
            parts.add("[" + message.path("file").path("name").asString("file") + "]");
        }
        if (message.has("card")) {
            parts.add("[card] " + message.path("card").path("title").asString(""));
        }
        parts.add(message.path("text").asString(""));
        return clean(
                String.join(" ", parts.stream().filter(part -> !part.isEmpty()).toList()));
    }

    /** Control characters could move the cursor or ring the bell (ECMA-48); a line stays one line. */
    static String clean(String text) {
        return Columns.plain(text);
    }
}

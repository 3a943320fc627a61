package io.kefu.storage.export;

import io.kefu.storage.tier.StoredMessage;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes messages one by one in a form. */
final class MessageWriter {
    private static final List<String> NAMES = List.of(
            "conversation_id",
            "seq",
            "sent_at",
            "channel",
            "visitor_id",
            "author_kind",
            "author_id",
            "private",
            "text",
            "amended",
            "shown_text");
    /** What spreadsheets take for the start of a formula (OWASP, "CSV Injection"). */
    private static final String FORMULA = "=+-@\t\r";

    private final Writer out;
    private final ExportFormat format;

    MessageWriter(Writer out, ExportFormat format) throws IOException {
        this.out = out;
        this.format = format;
        if (format == ExportFormat.CSV) {
            out.write(String.join(",", NAMES) + "\r\n");
        }
    }

    void write(StoredMessage message) throws IOException {
        List<Object> values = List.of(
                message.conversationId(),
                message.seq(),
                Instant.ofEpochMilli(message.atMillis()).toString(),
                message.channel(),
                message.visitorId(),
                message.authorKind(),
                message.authorId(),
                message.internal(),
                message.text(),
                message.amendment() == null
                        ? ""
                        : message.amendment().kind().name().toLowerCase(Locale.ROOT),
                message.shownText());
        out.write(format == ExportFormat.CSV ? csv(values) : json(values));
    }

    private static String json(List<Object> values) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        for (int i = 0; i < NAMES.size(); i++) {
            line.putPOJO(NAMES.get(i), values.get(i));
        }
        return JsonMapper.shared().writeValueAsString(line) + "\n";
    }

    private static String csv(List<Object> values) {
        List<String> cells = new ArrayList<>();
        values.forEach(each -> cells.add(each instanceof String text ? cell(text) : each.toString()));
        return String.join(",", cells) + "\r\n";
    }

    /** A quote before what a spreadsheet would compute: exports are opened in one, and visitors write them. */
    private static String cell(String text) {
        String harmless = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = harmless.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }
}

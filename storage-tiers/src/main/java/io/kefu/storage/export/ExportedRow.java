package io.kefu.storage.export;

import io.kefu.storage.tier.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The columns of an export, in every form the same. */
final class ExportedRow {
    /** Several files' ids have a space between them where a form knows no lists. */
    static final String FILE_IDS = "file_ids";

    private static final List<Column> COLUMNS = List.of(
            new Column("conversation_id", ParquetColumn.Type.TEXT),
            new Column("seq", ParquetColumn.Type.NUMBER),
            new Column("sent_at", ParquetColumn.Type.TIME),
            new Column("channel", ParquetColumn.Type.TEXT),
            new Column("visitor_id", ParquetColumn.Type.TEXT),
            new Column("author_kind", ParquetColumn.Type.TEXT),
            new Column("author_id", ParquetColumn.Type.TEXT),
            new Column("private", ParquetColumn.Type.FLAG),
            new Column("text", ParquetColumn.Type.TEXT),
            new Column("amended", ParquetColumn.Type.TEXT),
            new Column("shown_text", ParquetColumn.Type.TEXT),
            new Column("message_type", ParquetColumn.Type.TEXT),
            new Column(FILE_IDS, ParquetColumn.Type.TEXT));

    private record Column(String name, ParquetColumn.Type type) {}

    private ExportedRow() {}

    static List<String> names() {
        return COLUMNS.stream().map(Column::name).toList();
    }

    static List<ParquetColumn> parquet() {
        return COLUMNS.stream()
                .map(each -> new ParquetColumn(each.name(), each.type()))
                .toList();
    }

    static List<Object> of(StoredMessage message, BodyReader.Content content) {
        return List.of(
                message.conversationId(),
                message.seq(),
                Instant.ofEpochMilli(message.atMillis()),
                message.channel(),
                message.visitorId(),
                message.authorKind(),
                message.authorId(),
                message.internal(),
                message.text(),
                message.amendment() == null
                        ? ""
                        : message.amendment().kind().name().toLowerCase(Locale.ROOT),
                message.shownText(),
                content.messageType(),
                String.join(" ", content.fileIds()));
    }
}

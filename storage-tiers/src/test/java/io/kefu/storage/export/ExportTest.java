package io.kefu.storage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.warm.WarmTier;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExportTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    @TempDir
    Path directory;

    private MessageTier warm;
    private MessageTier cold;

    @BeforeEach
    void open() {
        warm = WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofSeconds(5));
        cold = WarmTier.open("cold", directory.resolve("cold.db"), Duration.ofSeconds(5));
        append(cold, day(1, 0, "aged"), day(2, 1, "in both"));
        append(warm, day(2, 1, "in both"), day(3, 2, "=SUM(A1), \"quoted\"\nand more"));
        append(warm, Messages.recall("c1", 3, 9));
    }

    private static TierEntry day(long seq, int days, String text) {
        return Messages.at("c1", seq, "visitor", "v1", text, Messages.START.plus(Duration.ofDays(days)));
    }

    private static void append(MessageTier tier, TierEntry... entries) {
        tier.append(List.of(entries), tier.cursor() + entries.length);
    }

    @AfterEach
    void close() {
        warm.close();
        cold.close();
    }

    private String export(LocalDate first, LocalDate last, ExportFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export(first, last, format, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private long export(LocalDate first, LocalDate last, ExportFormat format, OutputStream to) throws IOException {
        return new Export(List.of(warm, cold), new ReentrantLock()).run(first, last, format, ExportTest::content, to);
    }

    private static BodyReader.Content content(StoredMessage message) {
        return message.seq() == 1
                ? new BodyReader.Content("image", List.of("f1", "f2"))
                : new BodyReader.Content("text", List.of());
    }

    @Test
    void each_message_of_the_period_comes_once_in_the_order_of_days() throws IOException {
        List<JsonNode> lines = export(FIRST, FIRST.plusDays(2), ExportFormat.JSONL)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
        assertThat(lines).extracting(line -> line.path("seq").asLong()).containsExactly(1L, 2L, 3L);
        assertThat(lines.getFirst().path("text").asString()).isEqualTo("aged");
        assertThat(lines.getFirst().path("sent_at").asString()).isEqualTo(Messages.START.toString());
        assertThat(lines.getFirst().path("message_type").asString()).isEqualTo("image");
        assertThat(lines.getFirst().path("file_ids").values())
                .extracting(JsonNode::asString)
                .containsExactly("f1", "f2");
        assertThat(lines.getLast().path("file_ids").isEmpty()).isTrue();
        assertThat(lines.getLast().path("amended").asString()).isEqualTo("recall");
        assertThat(lines.getLast().path("shown_text").asString()).isEmpty();
    }

    @Test
    void days_outside_the_period_are_left_out() throws IOException {
        assertThat(export(FIRST.plusDays(1), FIRST.plusDays(1), ExportFormat.JSONL)
                        .lines())
                .singleElement()
                .asString()
                .contains("in both");
    }

    @Test
    void a_spreadsheet_reads_text_as_text() throws IOException {
        assertThat(export(FIRST.plusDays(2), FIRST.plusDays(2), ExportFormat.CSV))
                .isEqualTo("conversation_id,seq,sent_at,channel,visitor_id,author_kind,author_id,private,text,amended,"
                        + "shown_text,message_type,file_ids\r\nc1,3," + Messages.START.plus(Duration.ofDays(2))
                        + ",web,v-c1,visitor,v1,false,\"'=SUM(A1), \"\"quoted\"\"\nand more\",recall,,text,\r\n");
    }

    @Test
    void a_parquet_file_holds_the_same_rows_with_the_types_that_they_have() throws Exception {
        String texts = "它说：“你好，世界” 👍\n";
        for (int batch = 0; batch < 9; batch++) {
            List<TierEntry> entries = new ArrayList<>();
            for (int seq = 1; seq <= 5_000; seq++) {
                entries.add(Messages.at("k" + batch, seq, "agent", "a1", texts + seq, Messages.START.plusMillis(seq)));
            }
            cold.append(entries, cold.cursor() + 5_000);
        }
        Path parquet = directory.resolve("export.parquet");
        long written;
        try (OutputStream out = Files.newOutputStream(parquet)) {
            written = export(FIRST, FIRST.plusDays(2), ExportFormat.PARQUET, out);
        }
        Path jsonl = directory.resolve("export.jsonl");
        try (OutputStream out = Files.newOutputStream(jsonl)) {
            assertThat(export(FIRST, FIRST.plusDays(2), ExportFormat.JSONL, out))
                    .isEqualTo(written);
        }
        assertThat(sql("DESCRIBE SELECT * FROM '" + parquet + "'"))
                .contains("seq BIGINT", "sent_at TIMESTAMP WITH TIME ZONE", "private BOOLEAN", "text VARCHAR");
        assertThat(sql("SELECT count(*), count(DISTINCT (conversation_id, seq)) FROM '" + parquet + "'"))
                .containsExactly(written + " " + written);
        assertThat(sql("SELECT count(*) > 1, max(num_values) <= 20000 FROM (SELECT row_group_id, row_group_num_rows AS"
                        + " num_values FROM parquet_metadata('" + parquet + "') GROUP BY ALL)"))
                .containsExactly("true true");
        assertThat(sql("SELECT epoch_ms(sent_at), private, author_kind FROM '" + parquet
                        + "' WHERE conversation_id = 'k8' AND seq = 4711"))
                .containsExactly(Messages.START.plusMillis(4_711).toEpochMilli() + " false agent");
        String columns =
                "conversation_id, seq, epoch_ms(sent_at::TIMESTAMPTZ), channel, visitor_id, author_kind, author_id,"
                        + " private, text, amended, shown_text, message_type, ";
        String fromJson = "SELECT " + columns + "array_to_string(file_ids, ' ') FROM read_json('" + jsonl
                + "', format = 'newline_delimited', columns = {conversation_id: 'VARCHAR', seq: 'BIGINT', sent_at:"
                + " 'VARCHAR', channel: 'VARCHAR', visitor_id: 'VARCHAR', author_kind: 'VARCHAR', author_id: 'VARCHAR',"
                + " private: 'BOOLEAN', text: 'VARCHAR', amended: 'VARCHAR', shown_text: 'VARCHAR', message_type:"
                + " 'VARCHAR', file_ids: 'VARCHAR[]'})";
        String fromParquet = "SELECT " + columns + "file_ids FROM '" + parquet + "'";
        assertThat(sql("SELECT count(*) FROM ((" + fromJson + ") EXCEPT ALL (" + fromParquet + "))"))
                .containsExactly("0");
        assertThat(sql("SELECT count(*) FROM ((" + fromParquet + ") EXCEPT ALL (" + fromJson + "))"))
                .containsExactly("0");
    }

    @Test
    void a_period_without_messages_is_a_parquet_file_without_rows() throws Exception {
        Path parquet = directory.resolve("empty.parquet");
        try (OutputStream out = Files.newOutputStream(parquet)) {
            assertThat(export(FIRST.minusDays(9), FIRST.minusDays(8), ExportFormat.PARQUET, out))
                    .isZero();
        }
        assertThat(sql("SELECT count(*), count(seq) FROM '" + parquet + "'")).containsExactly("0 0");
    }

    /** Each row of an answer, its values with a space between them. */
    private static List<String> sql(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            boolean describes = query.startsWith("DESCRIBE");
            int columns = describes ? 2 : row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }

    @Test
    void a_disk_that_is_full_ends_an_export_of_every_form() {
        for (ExportFormat format : ExportFormat.values()) {
            assertThatThrownBy(() -> {
                        try (OutputStream out = new BufferedOutputStream(new FileOutputStream("/dev/full"))) {
                            export(FIRST, FIRST.plusDays(2), format, out);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
        }
    }

    @Test
    void a_form_that_there_is_not_is_answered_with_those_that_there_are() {
        assertThatThrownBy(() -> ExportFormat.named("xls"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be one of csv, jsonl, parquet");
    }
}

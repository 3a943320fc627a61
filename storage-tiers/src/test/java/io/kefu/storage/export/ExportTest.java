package io.kefu.storage.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.warm.WarmTier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
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
        new Export(List.of(warm, cold), new ReentrantLock()).run(first, last, format, out);
        return out.toString(StandardCharsets.UTF_8);
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
                        + "shown_text\r\nc1,3," + Messages.START.plus(Duration.ofDays(2))
                        + ",web,v-c1,visitor,v1,false,\"'=SUM(A1), \"\"quoted\"\"\nand more\",recall,\r\n");
    }
}

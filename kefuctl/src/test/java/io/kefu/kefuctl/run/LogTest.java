package io.kefu.kefuctl.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogTest {

    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("io.kefu.server.flow.Flow");
        record.setInstant(Instant.parse("2026-03-02T08:00:00.120Z"));
        return record;
    }

    @Test
    void an_event_is_one_line_with_its_time_level_and_place() {
        assertThat(new LogLine().format(record(Level.INFO, "recovered conversations=3")))
                .isEqualTo("2026-03-02T08:00:00.120Z level=info from=server.flow.Flow recovered conversations=3\n");
    }

    @Test
    void what_a_visitor_sends_begins_no_line_and_moves_no_cursor() {
        String line = new LogLine().format(record(Level.WARNING, "name=\u001b[2Jx\r\n2026 level=error forged\u2028"));
        assertThat(line.strip()).doesNotContain("\n", "\r", "\u001b", "\u2028").contains("\\r\\n2026", "\\u001b");
    }

    @Test
    void an_error_stands_on_the_same_line_with_its_causes_and_place() {
        LogRecord record = record(Level.SEVERE, "incident=7");
        record.setThrown(new IllegalStateException("a \"bad\"\nstate", new RuntimeException("the reason")));
        String line = new LogLine().format(record);
        assertThat(line.strip())
                .doesNotContain("\n")
                .contains("level=error")
                .contains("incident=7 error=\"java.lang.IllegalStateException: a 'bad'\\nstate\"")
                .contains("because=\"java.lang.RuntimeException: the reason\" at=\"io.kefu.kefuctl.run.LogTest.");
    }

    @Test
    void a_fault_that_every_message_meets_fills_no_disk() {
        AtomicLong now = new AtomicLong(-5);
        LogFloodgate gate = new LogFloodgate(now::get);
        int written = 0;
        for (int i = 0; i < 10_000; i++) {
            written += gate.pass("a").open() ? 1 : 0;
        }
        assertThat(written).isEqualTo(LogFloodgate.BURST);
        assertThat(gate.pass("b").open()).as("others write on").isTrue();
        now.addAndGet(1_000_000_000L);
        assertThat(gate.pass("a")).isEqualTo(new LogFloodgate.Passage(true, 10_000 - LogFloodgate.BURST));
        assertThat(gate.pass("a").open()).isTrue();
        assertThat(gate.pass("a").open()).isFalse();
    }
}

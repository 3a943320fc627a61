package io.kefu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SyscallTraceTest {
    private static final String WRITE = "7 1.0 pwrite64(9</d/journal.db-wal>, \"\\0trace-000001\\1\", 4096, 56) = 4096";
    private static final String SYNC = "7 1.1 fdatasync(9</d/journal.db-wal>) = 0";
    private static final String ACK = "8 1.2 write(12<socket:[55]>, \"{\\\"ack\\\": \\\"trace-000001\\\"\", 20) = 20";

    private final SyscallTrace trace = new SyscallTrace();

    private void take(String... lines) {
        for (String line : lines) {
            trace.take(line);
        }
    }

    @Test
    void an_ack_after_the_sync_that_follows_the_write_is_in_time() {
        take(WRITE, SYNC, ACK);
        assertThat(trace.sent()).containsExactly("trace-000001");
        assertThat(trace.early()).isEmpty();
    }

    @Test
    void an_ack_without_a_sync_or_before_it_is_early() {
        take(WRITE, ACK, SYNC);
        assertThat(trace.early()).hasSize(1);
    }

    @Test
    void a_sync_that_began_before_the_write_covers_nothing_of_it() {
        take("7 1.0 fdatasync(9</d/journal.db-wal> <unfinished ...>", WRITE.replaceFirst("7", "6"));
        take("7 1.1 <... fdatasync resumed>) = 0", ACK);
        assertThat(trace.early()).hasSize(1);
    }

    @Test
    void a_sync_that_has_not_ended_or_failed_counts_for_nothing() {
        take(WRITE, "7 1.1 fdatasync(9</d/journal.db-wal> <unfinished ...>", ACK);
        assertThat(trace.early()).hasSize(1);
        take("7 1.3 <... fdatasync resumed>) = -1 EIO (Input/output error)", ACK);
        assertThat(trace.early()).hasSize(2);
    }

    @Test
    void a_sync_of_another_file_counts_for_nothing() {
        take(WRITE, "7 1.1 fdatasync(4</d/warm.db-wal>) = 0", ACK);
        assertThat(trace.early()).hasSize(1);
    }
}

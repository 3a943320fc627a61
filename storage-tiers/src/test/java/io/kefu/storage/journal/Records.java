package io.kefu.storage.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** Journal records for tests. */
final class Records {
    private Records() {}

    static JournalRecord message(String stream, long seq, byte[] body) {
        return new JournalRecord(stream, "e1", seq, RecordKind.MESSAGE, "v1", "m" + seq, 1_000 + seq, body);
    }

    static JournalRecord message(long seq) {
        return message("c1", seq, ("body " + seq).getBytes(StandardCharsets.UTF_8));
    }

    static List<JournalRecord> messages(long from, int count) {
        return LongStream.range(from, from + count).mapToObj(Records::message).toList();
    }

    static JournalRecord big(long seq, int bytes) {
        byte[] body = new byte[bytes];
        java.util.Arrays.fill(body, (byte) 7);
        return message("c1", seq, body);
    }
}

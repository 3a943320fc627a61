package io.kefu.storage.projection;

import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Test bodies: {@code text}, {@code recall N}, {@code edit N text}; {@code bad} is refused by the source and a {@code seq}
 * beyond a tier's by the tier.
 */
public final class TestSource implements ProjectionSource {
    public static JournalRecord record(String conversation, long seq, String text) {
        return record(conversation, seq, text, System.currentTimeMillis());
    }

    public static JournalRecord record(String conversation, long seq, String text, long atMillis) {
        return new JournalRecord(
                conversation,
                "e1",
                seq,
                RecordKind.MESSAGE,
                "v-" + conversation,
                "m" + seq,
                atMillis,
                text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<TierEntry> entries(JournalRecord record) {
        String text = new String(record.body(), StandardCharsets.UTF_8);
        String[] words = text.split(" ", 3);
        return switch (words[0]) {
            case "bad" -> throw new IllegalArgumentException("this body is not understood");
            case "recall" -> List.of(message(record, ""), amend(record, Amendment.Kind.RECALL, words[1], ""));
            case "edit" -> List.of(message(record, ""), amend(record, Amendment.Kind.EDIT, words[1], words[2]));
            default -> List.of(message(record, text));
        };
    }

    private static Amend amend(JournalRecord record, Amendment.Kind kind, String target, String text) {
        return new Amend(record.stream(), Long.parseLong(target), new Amendment(kind, record.seq(), text));
    }

    private static StoredMessage message(JournalRecord record, String text) {
        return new StoredMessage(
                record.stream(),
                record.epoch(),
                record.seq(),
                "web",
                record.visitor(),
                "visitor",
                record.visitor(),
                record.atMillis(),
                false,
                text,
                record.body(),
                null);
    }
}

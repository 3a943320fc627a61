package io.kefu.bench.kill;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.v1.Message;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the whole journal of a server that has stopped, and holds what the server said against it. */
final class JournalCheck {
    private static final int READ = 5_000;

    private final Truth truth;
    private final Faults faults;
    private final Map<String, List<Stored>> found = new HashMap<>();

    JournalCheck(Truth truth, Faults faults) {
        this.truth = truth;
        this.faults = faults;
    }

    /** How many records the journal has. */
    long hold(Path data) {
        try (Journal journal = SqliteJournal.open(data)) {
            for (long next = journal.begin(); next < journal.end(); ) {
                List<CommittedRecord> records = journal.read(next, READ);
                records.forEach(this::take);
                next = records.getLast().offset() + 1;
            }
            compare();
            return journal.end();
        }
    }

    private void take(CommittedRecord committed) {
        if (committed.record().kind() != RecordKind.MESSAGE) {
            return;
        }
        List<Stored> conversation = found.computeIfAbsent(committed.record().stream(), id -> new ArrayList<>());
        try {
            Message message = Message.parseFrom(committed.record().body());
            if (message.getSeq() != conversation.size() + 1) {
                faults.add(
                        Faults.Kind.GAP,
                        "journal: " + message.getSeq() + " follows " + conversation.size() + " in "
                                + committed.record().stream());
            }
            conversation.add(Participant.stored(message));
        } catch (InvalidProtocolBufferException e) {
            faults.add(Faults.Kind.LOST, "journal: record " + committed.offset() + " is no message: " + e.getMessage());
        }
    }

    private void compare() {
        if (!found.keySet().equals(truth.all().keySet())) {
            faults.add(
                    Faults.Kind.DIVERGED,
                    "the journal has " + found.size() + " conversations, the server showed "
                            + truth.all().size());
        }
        truth.all().forEach((conversationId, stored) -> {
            if (!stored.equals(found.get(conversationId))) {
                faults.add(
                        Faults.Kind.DIVERGED, "the journal has another " + conversationId + " than the server showed");
            }
        });
    }
}

package io.kefu.bench.storage;

import com.google.protobuf.Timestamp;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.LastMessage;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.flow.Projection;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.tier.TierEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The conversations of a company over years: {@value #MESSAGES} messages each, half a minute apart, one conversation after
 * the other at a steady pace. What the tiers get is made by the server's own projection from what its journal would hold.
 */
public final class Years {
    public static final int MESSAGES = 20;

    private static final long APART_MILLIS = 30_000;
    private static final Projection PROJECTION = new Projection();

    private final long conversations;
    private final long first;
    private final double stepMillis;

    /** @param last when the last conversation began */
    public Years(long conversations, Duration span, Instant last) {
        this.conversations = conversations;
        this.first = last.minus(span).toEpochMilli();
        this.stepMillis = (double) span.toMillis() / conversations;
    }

    public long conversations() {
        return conversations;
    }

    /** When the conversation with that number, from 0, began. */
    public Instant beginOf(long number) {
        return Instant.ofEpochMilli(first + (long) (number * stepMillis));
    }

    /** The number of the first conversation that began then or later. */
    public long firstSince(Instant moment) {
        return Math.clamp((long) Math.ceil((moment.toEpochMilli() - first) / stepMillis), 0, conversations);
    }

    public static String id(long number) {
        return "years-" + number;
    }

    public List<TierEntry> messages(long number) {
        List<TierEntry> entries = new ArrayList<>(MESSAGES);
        for (int seq = 1; seq <= MESSAGES; seq++) {
            long at = atMillis(number, seq);
            entries.addAll(PROJECTION.entries(new JournalRecord(
                    id(number),
                    "e1",
                    seq,
                    RecordKind.MESSAGE,
                    visitor(number),
                    clientMsgId(number, seq),
                    at,
                    message(number, seq, at).toByteArray())));
        }
        return entries;
    }

    /** What lists show of it: closed long ago, by its agent. */
    public List<TierEntry> head(long number) {
        long end = atMillis(number, MESSAGES);
        ConversationSnapshot head = ConversationSnapshot.newBuilder()
                .setConversationId(id(number))
                .setEpoch("e1")
                .setChannel("web")
                .setVisitor(Visitor.newBuilder().setId(visitor(number)).setName("Visitor " + number))
                .setState(ConversationState.CONVERSATION_STATE_CLOSED)
                .setGroup("support")
                .setLastSeq(MESSAGES)
                .setCreatedMs(beginOf(number).toEpochMilli())
                .setUpdatedMs(end)
                .setClosedMs(end)
                .setLastMessage(LastMessage.newBuilder()
                        .setSeq(MESSAGES)
                        .setAuthor(author(number, MESSAGES))
                        .setType(MessageType.MESSAGE_TYPE_TEXT)
                        .setText(text(number, MESSAGES))
                        .setAtMs(end))
                .build();
        byte[] fact = Fact.newBuilder().setHead(head).build().toByteArray();
        return PROJECTION.entries(
                new JournalRecord(id(number), "e1", 0, RecordKind.FACT, visitor(number), "", end, fact));
    }

    private Message message(long number, int seq, long at) {
        return Message.newBuilder()
                .setConversationId(id(number))
                .setEpoch("e1")
                .setSeq(seq)
                .setMessageId("01J%015d%08d".formatted(number, seq))
                .setClientMsgId(clientMsgId(number, seq))
                .setChannelId("web")
                .setAuthor(author(number, seq))
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text(number, seq))
                .setSentAt(Timestamp.newBuilder().setSeconds(at / 1_000).setNanos((int) (at % 1_000) * 1_000_000))
                .build();
    }

    /** As unlike each other as the random ones of clients. */
    private static String clientMsgId(long number, int seq) {
        SplittableRandom random = new SplittableRandom(number * MESSAGES + seq);
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private static String text(long number, int seq) {
        return Corpus.text(new SplittableRandom((number * MESSAGES + seq) * 0x9E3779B97F4A7C15L));
    }

    private static Party author(long number, int seq) {
        boolean visitor = seq % 2 == 1;
        return Party.newBuilder()
                .setKind(visitor ? PartyKind.PARTY_KIND_VISITOR : PartyKind.PARTY_KIND_AGENT)
                .setId(visitor ? visitor(number) : "agent" + number % 20)
                .build();
    }

    /** Everyone comes back some ten times. */
    private static String visitor(long number) {
        return "visitor-" + number % 1_000_003 % Math.max(1, number / 10 + 1);
    }

    private long atMillis(long number, int seq) {
        return beginOf(number).toEpochMilli() + (seq - 1) * APART_MILLIS;
    }
}

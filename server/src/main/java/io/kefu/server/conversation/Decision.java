package io.kefu.server.conversation;

import com.google.protobuf.MessageLite;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.v1.Message;
import java.util.List;

/**
 * What follows from an event: what is to be written, in order, what others must then do, and what the asker is told.
 * Nothing of it counts until the entries are durable.
 */
public record Decision(List<Entry> entries, List<Effect> effects, Outcome outcome) {

    /** One record of the journal. */
    public sealed interface Entry {
        MessageLite body();
    }

    public record NewMessage(Message body) implements Entry {}

    public record NewFact(Fact body) implements Entry {}
}

package io.kefu.server.intake;

import io.kefu.protocol.journal.v1.Visitor;
import java.util.Optional;

/** What a channel lets in. */
public interface ChannelGate {

    boolean blocked(String channel, Visitor visitor);

    /** The first word of {@code text} that the channel does not let pass. */
    Optional<String> sensitiveWord(String channel, String text);
}

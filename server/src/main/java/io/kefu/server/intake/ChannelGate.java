package io.kefu.server.intake;

import io.kefu.protocol.journal.v1.Visitor;

/** What a channel lets in. */
public interface ChannelGate {

    boolean blocked(String channel, Visitor visitor);

    /** The text with the channel's sensitive words as {@code *}. */
    String masked(String channel, String text);
}

package io.kefu.server.intake;

import io.kefu.protocol.journal.v1.Visitor;
import java.util.Optional;

/** What is known of visitors. May read a disk. */
public interface People {

    /** The visitor with the channel that it came by. */
    Optional<Known> visitor(String visitorId);

    /** The visitor's newest conversation that was ever stored. */
    Optional<String> latestConversation(String visitorId);

    record Known(Visitor visitor, String channel) {}
}

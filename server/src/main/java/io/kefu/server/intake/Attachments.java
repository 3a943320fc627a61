package io.kefu.server.intake;

import io.kefu.protocol.v1.File;
import io.kefu.server.delivery.Audience;
import java.util.Optional;

/** Files that messages may carry. May read a disk. */
public interface Attachments {

    /** The file as the store knows it, when {@code owner} uploaded it; nothing that a client says of it is believed. */
    Optional<File> file(String fileId, Audience owner);

    /** From now on whoever sees the conversation may see the file that {@code owner} sent. */
    void share(String fileId, String conversationId, Audience owner);
}

package io.kefu.server.intake;

import io.kefu.protocol.v1.File;
import io.kefu.server.delivery.Audience;
import java.util.Optional;

/** Files that messages may carry. May read a disk. */
public interface Attachments {

    /** The file as the store knows it, when {@code owner} uploaded it; nothing that a client says of it is believed. */
    Optional<File> file(String fileId, Audience owner);

    /** From now on whoever sees the conversation may see the file, and its thumbnail, that {@code owner} sent. */
    void share(File file, String conversationId, Audience owner);

    /**
     * As {@link #share}, for whoever may not wait: readers are let in at once, and {@code done} runs on another thread
     * when it is written down, or could not be.
     */
    void shareSoon(File file, String conversationId, Audience owner, Runnable done);
}

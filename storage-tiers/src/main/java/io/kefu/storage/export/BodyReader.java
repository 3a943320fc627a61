package io.kefu.storage.export;

import io.kefu.storage.tier.StoredMessage;
import java.util.List;

/** What an export says of a message's body, which storage itself does not know. */
@FunctionalInterface
public interface BodyReader {
    Content read(StoredMessage message);

    /**
     * What a body holds.
     *
     * @param messageType {@code text}, {@code image} … as in the client protocol
     * @param fileIds the files that it shows, in its order
     */
    record Content(String messageType, List<String> fileIds) {
        public Content {
            fileIds = List.copyOf(fileIds);
        }
    }
}

package io.kefu.server.app;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.File;
import io.kefu.server.delivery.Audience;
import io.kefu.server.intake.Attachments;
import io.kefu.server.intake.Refusal;
import io.kefu.storage.accounts.AccountsException;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.StoredFile;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of the file store. */
final class StoredAttachments implements Attachments {

    private static final Logger log = LoggerFactory.getLogger(StoredAttachments.class);
    private static final long RETRY_MILLIS = 1_000;

    private final FileStore files;
    private final Executor workers;

    /** @param workers may wait for a disk */
    StoredAttachments(FileStore files, Executor workers) {
        this.files = files;
        this.workers = workers;
    }

    @Override
    public Optional<File> file(String fileId, Audience owner) {
        return written(() -> files.findToSend(fileId, key(owner))).map(StoredAttachments::form);
    }

    private static File form(StoredFile file) {
        return File.newBuilder()
                .setFileId(file.id())
                .setName(file.name())
                .setMimeType(file.type().mime())
                .setSize(file.size())
                .setWidth(file.width())
                .setHeight(file.height())
                .setThumbnailFileId(file.thumbnailId().orElse(""))
                .build();
    }

    @Override
    public void share(File file, String conversationId, Audience owner) {
        written(() -> files.show(file.getFileId(), conversationId, key(owner)));
    }

    private static <T> T written(Supplier<T> access) {
        try {
            return access.get();
        } catch (AccountsException e) {
            log.error("what is known of files cannot be read or written now", e);
            throw new Refusal(ErrorCode.ERROR_CODE_UNAVAILABLE, "the server cannot take files now", RETRY_MILLIS);
        }
    }

    @Override
    public void shareSoon(File file, String conversationId, Audience owner, Runnable done) {
        files.shownSoon(file.getFileId(), file.getThumbnailFileId(), conversationId);
        workers.execute(() -> {
            try {
                share(file, conversationId, owner);
            } catch (RuntimeException e) {
                log.error(
                        "conversation_id={} file_id={} others cannot open this file until the hourly sweep finds its message",
                        conversationId,
                        file.getFileId(),
                        e);
            } finally {
                done.run();
            }
        });
    }

    private static PrincipalKey key(Audience owner) {
        return switch (owner) {
            case Audience.VisitorAudience visitor -> PrincipalKey.visitor(visitor.id());
            case Audience.AgentAudience agent -> PrincipalKey.agent(agent.id());
            case Audience.KeyAudience key -> PrincipalKey.apiKey(key.id());
        };
    }
}

package io.kefu.server.app;

import io.kefu.protocol.v1.File;
import io.kefu.server.delivery.Audience;
import io.kefu.server.intake.Attachments;
import io.kefu.storage.accounts.PrincipalKey;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.files.StoredFile;
import java.util.Optional;

/** Files of the file store. */
final class StoredAttachments implements Attachments {

    private final FileStore files;

    StoredAttachments(FileStore files) {
        this.files = files;
    }

    @Override
    public Optional<File> file(String fileId, Audience owner) {
        return files.find(fileId)
                .filter(file -> file.owner().equals(key(owner)))
                .map(StoredAttachments::form);
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
    public void share(String fileId, String conversationId, Audience owner) {
        files.show(fileId, conversationId, key(owner));
    }

    private static PrincipalKey key(Audience owner) {
        return switch (owner) {
            case Audience.VisitorAudience visitor -> PrincipalKey.visitor(visitor.id());
            case Audience.AgentAudience agent -> PrincipalKey.agent(agent.id());
            case Audience.KeyAudience key -> PrincipalKey.apiKey(key.id());
        };
    }
}

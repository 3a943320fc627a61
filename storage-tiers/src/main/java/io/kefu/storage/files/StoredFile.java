package io.kefu.storage.files;

import io.kefu.storage.accounts.PrincipalKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an upload.
 *
 * @param digest SHA-256 of the bytes, in hex: where they are
 * @param type by its bytes, not by what its sender called it
 * @param width in pixels as shown, 0 for what is no picture
 * @param thumbnailId the small picture's own file
 * @param thumbnailOf on a thumbnail, the file that it shows: who may see that may see this
 */
public record StoredFile(
        String id,
        String digest,
        PrincipalKey owner,
        String name,
        MediaType type,
        long size,
        int width,
        int height,
        Optional<String> thumbnailId,
        Optional<String> thumbnailOf,
        Instant createdAt) {
    StoredFile withThumbnail(String id) {
        return new StoredFile(
                this.id, digest, owner, name, type, size, width, height, Optional.of(id), thumbnailOf, createdAt);
    }

    StoredFile asThumbnailOf(String id) {
        return new StoredFile(
                this.id, digest, owner, name, type, size, width, height, thumbnailId, Optional.of(id), createdAt);
    }
}

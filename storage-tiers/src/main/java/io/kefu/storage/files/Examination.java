package io.kefu.storage.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Looks at what was received: what it is, whether it may stay, and what a picture is kept as. */
final class Examination {
    /** Decoding is what costs memory; two at a time is bounded by 2 × (file + pixels of less than twice the kept size). */
    private static final int DECODED_AT_ONCE = 2;

    private static final int MAX_WAIT_SECONDS = 10;
    /** A larger picture gets no thumbnail and stays as it is: it would have to be held in memory. */
    private static final int MAX_DECODED_BYTES = 48 << 20;
    /** Where a larger picture's size must stand. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private final FileLimits limits;
    private final FilesConfig.Pictures pictures;
    private final Semaphore decoding = new Semaphore(DECODED_AT_ONCE, true);

    Examination(FileLimits limits, FilesConfig.Pictures pictures) {
        this.limits = limits;
        this.pictures = pictures;
    }

    /**
     * What is known of it.
     *
     * @param size as shown; none for what is no picture
     * @param smaller what is kept instead of what came
     */
    record Found(
            String name, MediaType type, ImageSize size, Optional<Photograph> smaller, Optional<Thumbnail> thumbnail) {}

    Found of(Incoming incoming, String name, String declaredMime) throws IOException {
        if (incoming.size() == 0) {
            throw new RefusedFile(RefusedFile.Reason.BAD_REQUEST, "the file is empty");
        }
        MediaType type = Sniffer.type(head(incoming.path(), Sniffer.HEAD), name);
        DeclaredType.check(declaredMime, name, type);
        if (!type.image()) {
            return new Found(name, type, ImageSize.NONE, Optional.empty(), Optional.empty());
        }
        takeTurn();
        try {
            return picture(incoming, name, type);
        } finally {
            decoding.release();
        }
    }

    private static byte[] head(Path path, int length) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(length);
        }
    }

    private Found picture(Incoming incoming, String name, MediaType type) throws IOException {
        boolean whole = incoming.size() <= MAX_DECODED_BYTES;
        byte[] bytes = head(incoming.path(), whole ? MAX_DECODED_BYTES : MAX_HEADER_BYTES);
        ImageSize shown = size(type, bytes);
        if (!whole) {
            return new Found(name, type, shown, Optional.empty(), Optional.empty());
        }
        Optional<Photograph> smaller = Photograph.of(type, bytes, pictures, limits.maxPixels());
        return smaller.map(photograph -> new Found(
                        Photograph.name(name),
                        MediaType.JPEG,
                        photograph.size(),
                        smaller,
                        Thumbnail.of(MediaType.JPEG, photograph.bytes(), limits.maxPixels())))
                .orElseGet(() ->
                        new Found(name, type, shown, Optional.empty(), Thumbnail.of(type, bytes, limits.maxPixels())));
    }

    private ImageSize size(MediaType type, byte[] bytes) {
        ImageSize size = ImageHeader.read(type, bytes)
                .filter(s -> s.width() > 0 && s.height() > 0)
                .orElseThrow(
                        () -> new RefusedFile(RefusedFile.Reason.UNSUPPORTED_TYPE, "the picture's header is broken"));
        if (size.pixels() > limits.maxPixels()) {
            throw new RefusedFile(RefusedFile.Reason.TOO_LARGE, "a picture may have " + limits.maxPixels() + " pixels");
        }
        return type == MediaType.JPEG && Orientation.of(bytes) >= 5 ? size.turned() : size;
    }

    private void takeTurn() {
        try {
            if (decoding.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RefusedFile(RefusedFile.Reason.OVERLOADED, "too many pictures at once — try again in a moment");
    }
}

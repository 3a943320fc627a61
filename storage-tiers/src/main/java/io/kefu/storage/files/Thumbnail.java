package io.kefu.storage.files;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;

/**
 * A small picture of a picture: at most {@value #MAX_SIDE} pixels a side, upright, PNG when it has transparency and else
 * JPEG, with none of the original's metadata (place, camera, owner).
 */
// Written to and read from memory at once; never compared.
@SuppressWarnings("ArrayRecordComponent")
record Thumbnail(byte[] bytes, MediaType type, ImageSize size) {
    static final int MAX_SIDE = 320;
    private static final int QUALITY = 75;

    /** Empty for a picture that cannot be decoded, or that turns out larger than {@code maxPixels} after all. */
    static Optional<Thumbnail> of(MediaType type, byte[] picture, long maxPixels) {
        if (type != MediaType.PNG && type != MediaType.JPEG && type != MediaType.GIF) {
            return Optional.empty();
        }
        int orientation = type == MediaType.JPEG ? Orientation.of(picture) : Orientation.UPRIGHT;
        try {
            // Twice the size is enough for smooth edges.
            Optional<BufferedImage> image = Raster.decode(type, picture, 2 * MAX_SIDE, maxPixels);
            return image.isEmpty() ? Optional.empty() : Optional.of(encode(upright(image.get(), orientation)));
        } catch (IOException | RuntimeException e) {
            // The decoder throws what it likes on a broken file; a picture without a small form is still a file.
            return Optional.empty();
        }
    }

    private static BufferedImage upright(BufferedImage image, int orientation) {
        return Raster.upright(Raster.shrink(image, MAX_SIDE), orientation);
    }

    private static Thumbnail encode(BufferedImage image) throws IOException {
        boolean transparent = image.getColorModel().hasAlpha();
        return new Thumbnail(
                transparent ? Raster.png(image) : Raster.jpeg(image, QUALITY),
                transparent ? MediaType.PNG : MediaType.JPEG,
                new ImageSize(image.getWidth(), image.getHeight()));
    }
}

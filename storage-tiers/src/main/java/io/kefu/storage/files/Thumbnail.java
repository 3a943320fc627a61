package io.kefu.storage.files;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A small picture of a picture: at most {@value #MAX_SIDE} pixels a side, upright, PNG when it has transparency and else
 * JPEG, with none of the original's metadata (place, camera, owner).
 */
// Written to and read from memory at once; never compared.
@SuppressWarnings("ArrayRecordComponent")
record Thumbnail(byte[] bytes, MediaType type, ImageSize size) {
    static final int MAX_SIDE = 320;

    /** Empty for a picture that cannot be decoded, or that turns out larger than {@code maxPixels} after all. */
    static Optional<Thumbnail> of(MediaType type, byte[] picture, long maxPixels) {
        if (type != MediaType.PNG && type != MediaType.JPEG && type != MediaType.GIF) {
            return Optional.empty();
        }
        int orientation = type == MediaType.JPEG ? Orientation.of(picture) : Orientation.UPRIGHT;
        try {
            return decode(type, picture, maxPixels)
                    .map(image -> upright(shrink(image), orientation))
                    .map(Thumbnail::encode);
        } catch (IOException | RuntimeException e) {
            // The decoder throws what it likes on a broken file; a picture without a small form is still a file.
            return Optional.empty();
        }
    }

    private static Optional<BufferedImage> decode(MediaType type, byte[] picture, long maxPixels) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type.mime());
        if (!readers.hasNext()) {
            return Optional.empty();
        }
        ImageReader reader = readers.next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            reader.setInput(in, true, true);
            var size = new ImageSize(reader.getWidth(0), reader.getHeight(0));
            if (size.pixels() > maxPixels || size.pixels() <= 0) {
                return Optional.empty();
            }
            var thinned = reader.getDefaultReadParam();
            // Every n-th pixel is enough for a quarter more than is needed, and bounds the memory.
            int step = Math.max(1, Math.min(size.width(), size.height()) / (2 * MAX_SIDE));
            thinned.setSourceSubsampling(step, step, 0, 0);
            return Optional.of(reader.read(0, thinned));
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage shrink(BufferedImage image) {
        double factor = Math.min(1.0, (double) MAX_SIDE / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
        boolean transparent = image.getColorModel().hasAlpha();
        var small = new BufferedImage(
                width, height, transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return small;
    }

    /** The eight orientations: a mirror for the even ones below five and the odd ones above, then quarter turns. */
    private static BufferedImage upright(BufferedImage image, int orientation) {
        if (orientation == Orientation.UPRIGHT) {
            return image;
        }
        int w = image.getWidth();
        int h = image.getHeight();
        double[] matrix = switch (orientation) {
            case 2 -> new double[] {-1, 0, 0, 1, w, 0};
            case 3 -> new double[] {-1, 0, 0, -1, w, h};
            case 4 -> new double[] {1, 0, 0, -1, 0, h};
            case 5 -> new double[] {0, 1, 1, 0, 0, 0};
            case 6 -> new double[] {0, 1, -1, 0, h, 0};
            case 7 -> new double[] {0, -1, -1, 0, h, w};
            default -> new double[] {0, -1, 1, 0, 0, w};
        };
        boolean sideways = orientation >= 5;
        var turned = new BufferedImage(sideways ? h : w, sideways ? w : h, image.getType());
        Graphics2D pen = turned.createGraphics();
        pen.drawImage(image, new AffineTransform(matrix), null);
        pen.dispose();
        return turned;
    }

    private static Thumbnail encode(BufferedImage image) {
        MediaType type = image.getColorModel().hasAlpha() ? MediaType.PNG : MediaType.JPEG;
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, type == MediaType.PNG ? "png" : "jpeg", out)) {
                throw new IllegalStateException("this Java cannot write " + type.mime());
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return new Thumbnail(out.toByteArray(), type, new ImageSize(image.getWidth(), image.getHeight()));
    }
}

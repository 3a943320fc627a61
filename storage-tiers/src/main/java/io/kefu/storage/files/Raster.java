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
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as pixels. What a decoder or an encoder throws on a broken picture passes through. */
final class Raster {
    /** A progressive JPEG is decoded once for each of its scans; cameras and editors write some ten. */
    private static final int MAX_SCANS = 64;

    private Raster() {}

    /**
     * Decodes with sides of at least {@code side}, where it has them, and less than twice that: every n-th pixel is read.
     * Empty when there is no decoder, or it turns out larger than {@code maxPixels} after all.
     */
    static Optional<BufferedImage> decode(MediaType type, byte[] picture, int side, long maxPixels) throws IOException {
        if (type == MediaType.JPEG && scans(picture) > MAX_SCANS) {
            return Optional.empty();
        }
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
            int step = Math.max(1, Math.max(size.width(), size.height()) / side);
            thinned.setSourceSubsampling(step, step, 0, 0);
            return Optional.of(reader.read(0, thinned));
        } finally {
            reader.dispose();
        }
    }

    /** ITU-T T.81, B.1.1.3: in the entropy-coded data of a scan 0xFF is followed by 0 or a restart marker. */
    private static int scans(byte[] jpeg) {
        int scans = 0;
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xDA) {
                scans++;
            }
        }
        return scans;
    }

    /** With no side longer than that. */
    static BufferedImage shrink(BufferedImage image, int side) {
        double factor = Math.min(1.0, (double) side / Math.max(image.getWidth(), image.getHeight()));
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
    static BufferedImage upright(BufferedImage image, int orientation) {
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

    static byte[] png(BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java cannot write PNG");
        }
        return out.toByteArray();
    }

    /** Without any metadata. {@code quality} as cameras count it, to 100. */
    static byte[] jpeg(BufferedImage image, int quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality / 100f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}

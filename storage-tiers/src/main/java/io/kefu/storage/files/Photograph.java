package io.kefu.storage.files;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * A large photograph made smaller: its sides bounded, upright, as JPEG without any metadata. Only where that is worth it:
 * a JPEG that becomes a quarter smaller, a PNG without transparency that becomes half as large, as drawings and
 * screenshots do not.
 */
// Written at once; never compared.
@SuppressWarnings("ArrayRecordComponent")
record Photograph(byte[] bytes, ImageSize size) {
    /** In bytes: what is smaller stays as it is. */
    static final int SMALL = 256 << 10;

    private static final double WORTH_IT = 0.75;
    private static final double WORTH_ANOTHER_TYPE = 0.5;
    private static final int EVERY_LINE = 8;
    private static final double EVEN = 0.3;
    /** Of a PNG's header: grey and true colour, both without transparency (RFC 2083 section 4.1.1). */
    private static final int COLOUR_TYPE = 25;

    /** Empty for a picture that stays as it is. */
    static Optional<Photograph> of(MediaType type, byte[] picture, FilesConfig.Pictures settings, long maxPixels) {
        if (!settings.compress() || picture.length < SMALL || !mayBePhotograph(type, picture)) {
            return Optional.empty();
        }
        try {
            return Raster.decode(type, picture, settings.maxSide(), maxPixels)
                    .filter(image -> !image.getColorModel().hasAlpha())
                    .filter(image -> type == MediaType.JPEG || !isDrawn(image))
                    .flatMap(image -> smaller(type, picture, image, settings));
        } catch (IOException | RuntimeException e) {
            // The decoder throws what it likes on a broken file, which stays as it is.
            return Optional.empty();
        }
    }

    private static boolean mayBePhotograph(MediaType type, byte[] picture) {
        return type == MediaType.JPEG
                || (type == MediaType.PNG && (picture[COLOUR_TYPE] == 0 || picture[COLOUR_TYPE] == 2));
    }

    /** Screens and drawings are made of even ground: JPEG would blur their letters. A camera's neighbours are seldom equal. */
    private static boolean isDrawn(BufferedImage image) {
        long equal = 0;
        long all = 0;
        for (int y = 0; y < image.getHeight(); y += EVERY_LINE) {
            for (int x = 1; x < image.getWidth(); x++) {
                equal += image.getRGB(x, y) == image.getRGB(x - 1, y) ? 1 : 0;
                all++;
            }
        }
        return equal > all * EVEN;
    }

    private static Optional<Photograph> smaller(
            MediaType type, byte[] picture, BufferedImage image, FilesConfig.Pictures settings) {
        int orientation = type == MediaType.JPEG ? Orientation.of(picture) : Orientation.UPRIGHT;
        BufferedImage upright = Raster.upright(Raster.shrink(image, settings.maxSide()), orientation);
        byte[] bytes = encoded(upright, settings.quality());
        double most = picture.length * (type == MediaType.JPEG ? WORTH_IT : WORTH_ANOTHER_TYPE);
        return bytes.length > most
                ? Optional.empty()
                : Optional.of(new Photograph(bytes, new ImageSize(upright.getWidth(), upright.getHeight())));
    }

    private static byte[] encoded(BufferedImage image, int quality) {
        try {
            return Raster.jpeg(image, quality);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /** As the picture was called, with the ending of what it is now. */
    static String name(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".jpg") || lower.endsWith(".jpeg")) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return FileName.clean(stem.length() > FileName.MAX - 4 ? "picture.jpg" : stem + ".jpg");
    }
}

package io.kefu.kefuctl.load.http;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A JPEG as a messenger sends one on: flat grounds, edges and some noise.
 *
 * @param digitsAt where {@value #DIGITS} bytes of its comment lie, which may be any
 */
@SuppressWarnings("ArrayRecordComponent") // written once, then copied
record Picture(byte[] bytes, int digitsAt) {
    static final int DIGITS = 18;

    private static final int WIDTH = 1_280;
    private static final int HEIGHT = 960;
    private static final int FIELD = 160;
    private static final int NOISE = 24;
    private static final int AFTER_FIRST_MARKER = 4;
    private static final int SEGMENT_HEAD = 4;
    private static final int MOST_SEGMENT = 65_533;

    /** Exactly so many bytes: the best quality that fits, and a comment (ITU-T T.81, B.2.4.5) for the rest. */
    static Picture of(int size) throws IOException {
        BufferedImage image = image();
        for (int quality = 90; quality > 0; quality -= 5) {
            byte[] plain = jpeg(image, quality / 100f);
            int comment = size - plain.length - SEGMENT_HEAD;
            if (comment >= DIGITS) {
                if (comment > MOST_SEGMENT) {
                    break;
                }
                return commented(plain, comment);
            }
        }
        throw new IOException("no picture of " + WIDTH + " × " + HEIGHT + " pixels takes " + size + " bytes");
    }

    private static Picture commented(byte[] plain, int comment) {
        int at = AFTER_FIRST_MARKER + (((plain[4] & 0xFF) << 8) | (plain[5] & 0xFF)); // behind the application segment
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, at);
        out.write(0xFF);
        out.write(0xFE);
        out.write((comment + 2) >> 8);
        out.write(comment + 2);
        out.writeBytes(" ".repeat(comment).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.write(plain, at, plain.length - at);
        return new Picture(out.toByteArray(), at + SEGMENT_HEAD);
    }

    private static BufferedImage image() {
        Random random = new Random(1);
        int[] grounds = random.ints(1L + WIDTH / FIELD * (HEIGHT / FIELD), 0x303030, 0xC0C0C0)
                .toArray();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int ground = grounds[y / FIELD * (WIDTH / FIELD) + x / FIELD];
                image.setRGB(x, y, (ground & 0xFFFFFF) + 0x010101 * random.nextInt(NOISE));
            }
        }
        return image;
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}

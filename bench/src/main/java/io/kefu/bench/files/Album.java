package io.kefu.bench.files;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A hundred pictures as people send to a shop: 70 photographs of a phone (4,000 × 3,000, JPEG of quality 93), 15 screenshots
 * (1,080 × 2,340, PNG), 10 pictures that another messenger has made smaller before (1,280 × 960, JPEG of quality 80), 5
 * photographs as PNG (1,600 × 1,200).
 */
final class Album {
    static final int PICTURES = 100;
    private static final int OF_A_SCENE = 14;

    private Scene scene;

    /** Its bytes are written once and read. */
    @SuppressWarnings("ArrayRecordComponent")
    record Picture(String kind, String name, byte[] bytes) {}

    void each(Consumer<Picture> to) throws IOException {
        for (int i = 0; i < PICTURES; i++) {
            if (i % OF_A_SCENE == 0) {
                scene = new Scene(i);
            }
            to.accept(picture(i));
        }
    }

    private Picture picture(int i) throws IOException {
        if (i % 20 >= 17) {
            return new Picture("screenshot", "screen" + i + ".png", png(screenshot(i)));
        }
        if (i % 10 == 3) {
            return new Picture("sent on", "mm" + i + ".jpg", jpeg(scene.photograph(1_280, 960, i), 80));
        }
        if (i % 20 == 8) {
            return new Picture("photograph as PNG", "photo" + i + ".png", png(scene.photograph(1_600, 1_200, i)));
        }
        return new Picture("photograph", "IMG_" + i + ".jpg", jpeg(scene.photograph(4_000, 3_000, i), 93));
    }

    /** Lines of glyphs on flat ground, with a small picture of the goods. */
    private BufferedImage screenshot(int seed) {
        var random = new Random(seed);
        var image = new BufferedImage(1_080, 2_340, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(0xF4F5F7));
        pen.fillRect(0, 0, 1_080, 2_340);
        for (int y = 140; y < 2_200; y += 260) {
            pen.setColor(Color.WHITE);
            pen.fillRect(40, y, 1_000, 220);
            pen.drawImage(scene.photograph(180, 180, seed + y), 60, y + 20, null);
            pen.setColor(Color.DARK_GRAY);
            for (int line = 0; line < 3; line++) {
                for (int x = 270; x < 700 + random.nextInt(300); x += 34) {
                    glyph(pen, random, x, y + 30 + 60 * line);
                }
            }
        }
        pen.dispose();
        return image;
    }

    private static void glyph(Graphics2D pen, Random random, int x, int y) {
        for (int stroke = 0; stroke < 5; stroke++) {
            pen.drawLine(
                    x + random.nextInt(26), y + random.nextInt(30), x + random.nextInt(26), y + random.nextInt(30));
        }
    }

    private static byte[] png(BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] jpeg(BufferedImage image, int quality) throws IOException {
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

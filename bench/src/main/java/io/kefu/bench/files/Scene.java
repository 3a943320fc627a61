package io.kefu.bench.files;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * What a camera may have stood before: light that falls off, clouds of every size whose contrast is that of their size (the
 * spectrum of natural pictures falls with the square of the frequency), and things with sharp edges. A photograph is a part
 * of it under the grain of a small sensor.
 */
final class Scene {
    private static final int WIDTH = 5_200;
    private static final int HEIGHT = 4_200;
    private static final int FINEST = 4;
    private static final int COARSEST = 1_024;
    private static final int THINGS = 60;
    /** The standard deviation of a phone's noise by day, in steps of 255. */
    private static final double GRAIN = 3.5;

    private final float[] light = new float[WIDTH * HEIGHT];
    private final float[] warmth = new float[WIDTH * HEIGHT];

    Scene(long seed) {
        var random = new SplittableRandom(seed);
        for (int size = COARSEST; size >= FINEST; size /= 2) {
            clouds(light, size, 34f * size / (size + 160), random.split());
            clouds(warmth, size, 10f * size / (size + 320), random.split());
        }
        for (int i = 0; i < THINGS; i++) {
            thing(random);
        }
    }

    /** Random values on a grid, joined smoothly. */
    private static void clouds(float[] plane, int size, float contrast, SplittableRandom random) {
        int columns = WIDTH / size + 2;
        float[] grid = new float[columns * (HEIGHT / size + 2)];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = (float) (random.nextDouble() * 2 - 1) * contrast;
        }
        for (int y = 0; y < HEIGHT; y++) {
            float down = smooth((y % size) / (float) size);
            int row = y / size * columns;
            for (int x = 0; x < WIDTH; x++) {
                float right = smooth((x % size) / (float) size);
                int at = row + x / size;
                float above = grid[at] + (grid[at + 1] - grid[at]) * right;
                float below = grid[at + columns] + (grid[at + columns + 1] - grid[at + columns]) * right;
                plane[y * WIDTH + x] += above + (below - above) * down;
            }
        }
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }

    private void thing(SplittableRandom random) {
        int w = random.nextInt(60, 900);
        int h = random.nextInt(60, 900);
        int left = random.nextInt(WIDTH - w);
        int top = random.nextInt(HEIGHT - h);
        float brighter = random.nextInt(-70, 70);
        float warmer = random.nextInt(-40, 40);
        boolean round = random.nextBoolean();
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double dx = 2.0 * x / w - 1;
                double dy = 2.0 * y / h - 1;
                if (!round || dx * dx + dy * dy < 1) {
                    light[(top + y) * WIDTH + left + x] += brighter;
                    warmth[(top + y) * WIDTH + left + x] += warmer;
                }
            }
        }
    }

    /** A part of it, of at most 4,000 × 3,000 pixels; another seed gives another part and other grain. */
    BufferedImage photograph(int width, int height, long seed) {
        var random = new SplittableRandom(seed);
        int left = random.nextInt(WIDTH - width);
        int top = random.nextInt(HEIGHT - height);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            double falloff = 150 - 50.0 * y / height;
            for (int x = 0; x < width; x++) {
                int at = (top + y) * WIDTH + left + x;
                double value = falloff + light[at] + grain(random);
                line[x] = step(value + warmth[at]) << 16
                        | step(value) << 8
                        | step(value - warmth[at] + grain(random) / 2);
            }
            image.setRGB(0, y, width, 1, line, 0, width);
        }
        return image;
    }

    /** Nearly normal: the sum of four. */
    private static double grain(SplittableRandom random) {
        long bits = random.nextLong();
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += ((bits >>> (16 * i)) & 0xFFFF) / 65_536.0 - 0.5;
        }
        return sum * 1.73 * GRAIN;
    }

    private static int step(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }
}

package io.kefu.storage.files;

/**
 * Bounds on what is taken in.
 *
 * @param maxBytes of one file
 * @param maxPixels of one picture, by its header
 * @param maxStoreBytes of all files together; beyond it nothing more is taken
 */
public record FileLimits(long maxBytes, long maxPixels, long maxStoreBytes) {
    public static final FileLimits DEFAULT = new FileLimits(20L << 20, 50_000_000, 50L << 30);

    public FileLimits {
        if (maxBytes < 1 || maxBytes > 1L << 30 || maxPixels < 1 || maxStoreBytes < maxBytes) {
            throw new IllegalArgumentException("a file may have 1 byte to 1 GiB, and the store must hold one");
        }
    }
}

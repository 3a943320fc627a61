package io.kefu.storage.files;

/**
 * What became of files that nobody is to see any more.
 *
 * @param files uploads that are gone; their thumbnails, which go with them, are not counted
 * @param contents the bytes that are gone, thumbnails' among them; fewer where others use the same
 * @param bytes how many those were
 * @param waiting contents that nobody can reach any more and that are removed once their place answers again
 */
public record Forgotten(int files, int contents, long bytes, int waiting) {
    public static final Forgotten NOTHING = new Forgotten(0, 0, 0, 0);

    public Forgotten plus(Forgotten other) {
        return new Forgotten(
                files + other.files, contents + other.contents, bytes + other.bytes, waiting + other.waiting);
    }
}

package io.kefu.kefuctl.install;

/**
 * Where a release comes from, and what it was when it was checked: whatever is unpacked, perhaps after a kill and long since,
 * must be just that.
 *
 * @param path an archive, a bundle, or a folder that one was unpacked into; empty where the release lies in its place already
 * @param entry the archive's name within a bundle; else empty
 * @param sha256 of the archive; of a folder that of its {@code files.sha256}
 */
record Origin(String path, String entry, String sha256) {

    static final Origin IN_PLACE = new Origin("", "", "");

    boolean inPlace() {
        return path.isEmpty();
    }

    /** As it is called in an error. */
    String says() {
        return entry.isEmpty() ? path : entry + " in " + path;
    }
}

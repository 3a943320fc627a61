package io.kefu.storage.files;

/** In pixels, as it is stored, before any turn that its EXIF data asks for. */
record ImageSize(int width, int height) {
    static final ImageSize NONE = new ImageSize(0, 0);

    long pixels() {
        return (long) width * height;
    }

    /** On its side. */
    @SuppressWarnings("ArgumentSelectionDefectChecker") // swapping them is what turning is
    ImageSize turned() {
        return new ImageSize(height, width);
    }
}

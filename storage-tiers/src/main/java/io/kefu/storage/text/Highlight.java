package io.kefu.storage.text;

/** A found place in a text, in UTF-16 units, the end exclusive. */
public record Highlight(int start, int end) {}

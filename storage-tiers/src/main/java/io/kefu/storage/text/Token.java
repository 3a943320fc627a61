package io.kefu.storage.text;

/**
 * One indexed token and its place, in UTF-16 units, the end exclusive.
 *
 * @param paired whether it is of a script without spaces: a pair of characters, or the last one of its run
 */
record Token(String text, int start, int end, boolean paired) {}

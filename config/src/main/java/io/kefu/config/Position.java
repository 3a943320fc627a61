package io.kefu.config;

import java.util.Comparator;

/** A place in a file. Line and column count from 1; a column counts code points. */
public record Position(String file, int line, int column) implements Comparable<Position> {

    private static final Comparator<Position> READING_ORDER = Comparator.comparing(Position::file)
            .thenComparingInt(Position::line)
            .thenComparingInt(Position::column);

    /** The start of a file, for what concerns the file as a whole. */
    static Position startOf(String file) {
        return new Position(file, 1, 1);
    }

    @Override
    public int compareTo(Position other) {
        return READING_ORDER.compare(this, other);
    }

    /** {@code FILE:LINE:COL}, the form that editors and terminals make clickable. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}

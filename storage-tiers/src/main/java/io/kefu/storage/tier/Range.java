package io.kefu.storage.tier;

/** Which messages of a conversation are asked for. Whichever it is, they come in ascending {@code seq}. */
public sealed interface Range {
    /** The most that one read gives. */
    int MOST = 10_000;

    int limit();

    /** The first {@code limit} with a higher {@code seq}. */
    record After(long seq, int limit) implements Range {
        public After {
            demand(limit);
        }
    }

    /** The last {@code limit} with a lower {@code seq}. */
    record Before(long seq, int limit) implements Range {
        public Before {
            demand(limit);
        }
    }

    /** The last {@code limit}. */
    record Newest(int limit) implements Range {
        public Newest {
            demand(limit);
        }
    }

    static Range after(long seq, int limit) {
        return new After(seq, limit);
    }

    static Range before(long seq, int limit) {
        return new Before(seq, limit);
    }

    static Range newest(int limit) {
        return new Newest(limit);
    }

    private static void demand(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + ", not within 1 and " + MOST);
        }
    }
}

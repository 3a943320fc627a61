package io.kefu.protocol;

/**
 * What a decodable frame held.
 *
 * @param <T> {@code ClientFrame} or {@code ServerFrame}
 */
public sealed interface Decoded<T> {
    /**
     * A frame of a known kind.
     *
     * @param unknownFields how many fields and enum words this version does not know; they were skipped
     */
    record Frame<T>(T frame, int unknownFields) implements Decoded<T> {}

    /**
     * A well-formed frame of a kind that this version does not know.
     *
     * @param kind its name (JSON) or {@code #number} (protobuf), at most 64 characters, as the peer wrote it
     */
    record UnknownKind<T>(String kind) implements Decoded<T> {
        private static final int MAX_KIND = 64;

        /** Shortens what the peer wrote. */
        public UnknownKind {
            kind = kind.length() <= MAX_KIND ? kind : kind.substring(0, MAX_KIND);
        }
    }
}

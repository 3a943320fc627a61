package io.kefu.server.audit;

/** How a change went. On disk and on the wire in small letters. */
public enum Outcome {
    /** It was about to be made; an entry with how it ended follows, unless the server was killed in between. */
    BEGUN,
    DONE,
    /** The server would not: the caller may not, or asked for what cannot be. */
    REFUSED,
    /** The server could not. Part of it may have been done. */
    FAILED
}

package io.kefu.server.succession;

/** What the two processes say to each other, in this order. */
enum Word {
    /** From the server: here is the listening socket. */
    LISTENER('l'),
    /** From the successor: it can let connections in. */
    READY('r'),
    /** From the server: it accepts none any more. */
    YIELDED('y'),
    /** From the successor: the directory is its own, and it serves. */
    SERVES('s');

    private final int code;

    Word(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}

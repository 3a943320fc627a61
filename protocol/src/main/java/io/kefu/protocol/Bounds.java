package io.kefu.protocol;

import io.kefu.protocol.BadFrameException.Reason;

/** The bound on a frame's size, the same in both forms. */
final class Bounds {
    private Bounds() {}

    static void size(byte[] frame, int max) throws BadFrameException {
        if (frame.length > max) {
            throw new BadFrameException(Reason.TOO_LARGE, "the frame has " + frame.length + " bytes, more than " + max);
        }
    }
}

package io.kefu.server.gateway;

/** What comes out of a {@link FrameParser}. The arrays belong to the receiver. */
interface FrameEvents {
    /** A whole message, its fragments joined; text is valid UTF-8. */
    void message(boolean text, byte[] payload) throws ProtocolViolation;

    void ping(byte[] payload);

    void pong();

    /** The peer's close frame; {@link CloseCode#NO_STATUS} when it was empty. Nothing comes after it. */
    void closeFrame(int code, String reason);
}

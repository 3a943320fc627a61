package io.kefu.server.reply;

/** A bot. Safe for use by many threads; may take its time, so {@link ReplyDesk} asks it off the hot path. */
@FunctionalInterface
public interface AutoReply {
    Reply reply(Question question);
}

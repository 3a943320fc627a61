package io.kefu.server.reply;

/**
 * What a visitor wrote to the bot: message {@code seq} of the conversation. {@code text} is empty for a picture or a
 * file, {@code locale} is BCP 47 or empty, {@code misses} counts the questions before this one that were missed in a row.
 */
public record Question(String conversationId, long seq, String text, String locale, int misses) {}

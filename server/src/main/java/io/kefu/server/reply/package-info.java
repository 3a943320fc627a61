/**
 * The bot: preprocess, extract, classify, answer, fall back. It reads a question and says what it would answer; it writes
 * nothing itself. What it answers comes in again through {@code intake}, as a message whose author is a bot.
 */
package io.kefu.server.reply;

package io.kefu.server.reply;

/** The first stage: brings what a visitor typed into one form. Pure. */
@FunctionalInterface
public interface Preprocessor {
    String preprocess(String text);
}

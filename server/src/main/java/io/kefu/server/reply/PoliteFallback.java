package io.kefu.server.reply;

import io.kefu.config.LocalizedText;

/** Says that it does not know; after so many misses in a row, a person takes over. */
record PoliteFallback(LocalizedText text, int missesToHandOver) implements Fallback {
    @Override
    public Reply fallBack(Question question, MissReason reason, VisitorLanguage language) {
        boolean enough = missesToHandOver > 0 && question.misses() + 1 >= missesToHandOver;
        return enough ? new Reply.HandOver(reason) : new Reply.Miss(reason, language.choose(text));
    }
}

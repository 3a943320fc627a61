package io.kefu.server.reply;

/** The fourth stage: the answer's words. */
@FunctionalInterface
public interface Answerer {
    String answer(Entry entry, Extractor.Extract extract, VisitorLanguage language);
}

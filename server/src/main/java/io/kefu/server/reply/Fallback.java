package io.kefu.server.reply;

/** The last stage: what is said, or done, when there is no answer. */
@FunctionalInterface
public interface Fallback {
    Reply fallBack(Question question, MissReason reason, VisitorLanguage language);
}

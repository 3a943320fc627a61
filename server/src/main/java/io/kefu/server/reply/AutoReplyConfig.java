package io.kefu.server.reply;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.LocalizedText;
import io.kefu.config.RefersTo;
import io.kefu.config.Within;
import io.kefu.server.routing.OpeningHoursConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The kind {@code AutoReply}. */
@Doc("A bot that answers first, from knowledge bases, and hands over to people.")
public record AutoReplyConfig(
        @Doc("Where it looks for answers.") @Within(min = "1", max = "100") @RefersTo("KnowledgeBase")
        List<String> knowledgeBases,

        @Doc("How sure it must be of an answer to give it, from 0 (always) to 1 (only the question as written).")
        @Within(min = "0", max = "1")
        @Default("0.6")
        double threshold,

        @Doc("Answers kept ready for questions asked again.")
        Cache cache,

        @Doc("A message that is, or for Latin letters holds as a word, one of these goes to a person.")
        @Within(max = "200")
        @Default("[转人工, 人工客服, 人工, 真人, human, agent, real person, talk to a person]")
        List<String> handoverWords,

        @Doc("When it answers; always when left out. At other times conversations go to people at once.")
        Optional<OpeningHoursConfig> hours,

        @Doc("What it says when it has no answer.")
        @Within(max = "1000")
        @Default("{zh: 抱歉，我没有找到答案。您可以换个说法，或回复“转人工”联系客服。, en: \"Sorry, I have no answer to that. Try other"
                + " words, or write \\\"human\\\" to talk to a person.\"}")
        LocalizedText fallback,

        @Doc("After so many questions in a row without an answer it hands over by itself.")
        @Within(min = "1", max = "20")
        @Default("2")
        int maxMisses) {

    /** Answers kept ready. */
    public record Cache(
            @Doc("For how long; `0s` keeps none.") @Within(min = "0s", max = "24h") @Default("10m")
            Duration ttl,

            @Doc("How many.") @Within(min = "1", max = "1000000") @Default("10000")
            int size) {}
}

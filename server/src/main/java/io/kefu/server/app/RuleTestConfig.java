package io.kefu.server.app;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.FieldProblem;
import io.kefu.config.Kind;
import io.kefu.config.Within;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The kind {@code Test} in {@code *_test.yaml}: rules are code, this is their unit test. */
@Doc("What a visitor's message must lead to. Stands in files named `*_test.yaml`, which the server does not read.")
public record RuleTestConfig(
        @Doc("The channel that it comes by.") @Within(min = "1", max = "63")
        String channel,

        @Doc("When, as RFC 3339 writes it; groups and bots have their hours.")
        @Within(min = "1", max = "40")
        @Default("2026-01-05T12:00:00Z")
        String at,

        @Doc("Who writes.") Person visitor,
        @Doc("Where it is written.") Before conversation,

        @Doc("What is written; empty for a picture or a file.") @Within(min = "0", max = "8000") @Default("''")
        String message,

        @Doc("What must come of it.") Expected expect) {

    public static final Kind<RuleTestConfig> KIND = Kind.of("Test", RuleTestConfig.class);

    public RuleTestConfig {
        FieldProblem.unless(
                isTime(at), "at", "`" + at + "` is no time", "write one such as `2026-01-05T12:00:00+08:00`");
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    Instant when() {
        return OffsetDateTime.parse(at).toInstant();
    }

    /** Who writes. */
    public record Person(
            @Doc("Name.") @Within(min = "0", max = "200") @Default("''")
            String name,

            @Doc("Your own id of the visitor.") @Within(min = "0", max = "200") @Default("''")
            String externalId,

            @Doc("Language (BCP 47), such as `zh-CN`.") @Within(min = "0", max = "35") @Default("''")
            String locale,

            @Doc("The address of the page.") @Within(min = "0", max = "2000") @Default("''")
            String page,

            @Doc("Signed tags; `11`, `0.5` and `true` are numbers and flags, anything else is text.")
            @Within(max = "100")
            Map<String, String> tags) {}

    /** The conversation before the message. */
    public record Before(
            @Doc("How many messages it has.") @Within(min = "0", max = "1000000") @Default("0")
            long messages,

            @Doc("Its tags.") @Within(max = "100") Map<String, String> tags) {}

    /** What must come of it; what is left out may be anything. */
    public record Expected(
            @Doc("The rule that decides, or `otherwise`.") Optional<String> rule,

            @Doc("The group that gets it, at once or when the bot hands over.")
            Optional<String> group,

            @Doc("The agent that the rule names.") Optional<String> agent,
            @Doc("The bot that gets it first.") Optional<String> bot,

            @Doc("Words that the bot's answer must hold.") @Within(max = "8000")
            Optional<String> reply) {

        public Expected {
            FieldProblem.unless(
                    Stream.of(rule, group, agent, bot, reply).anyMatch(Optional::isPresent),
                    "",
                    "nothing is expected",
                    "write one of " + String.join(", ", List.of("rule", "group", "agent", "bot", "reply")));
        }
    }
}

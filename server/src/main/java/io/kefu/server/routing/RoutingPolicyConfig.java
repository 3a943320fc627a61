package io.kefu.server.routing;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.FieldProblem;
import io.kefu.config.Form;
import io.kefu.config.Language;
import io.kefu.config.RefersTo;
import io.kefu.config.Within;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kind {@code RoutingPolicy}. */
@Doc("Where a conversation goes: rules in order, the first that matches wins.")
public record RoutingPolicyConfig(
        @Doc("The rules, tried from the top.") @Within(max = "500")
        List<RuleConfig> rules,

        @Doc("Where a conversation goes that no rule matches.")
        To otherwise,

        @Doc("How those wait for whom no agent is free.") Queue queue,

        @Doc("The time zone (IANA) of `time.hour`, `time.minute`, `time.weekday` and `time.date` in the rules, such as"
                + " `Asia/Shanghai`.")
        @Default("UTC")
        String zone) {

    /** The language of {@code when}. */
    public static final String CEL = "cel";

    public RoutingPolicyConfig {
        FieldProblem.unless(
                OpeningHoursConfig.isZone(zone),
                "zone",
                "`" + zone + "` is not a time zone",
                "write one such as `Asia/Shanghai` or `UTC`");
        Set<String> names = new HashSet<>();
        for (RuleConfig rule : rules) {
            boolean fresh = names.add(rule.name());
            FieldProblem.unless(fresh, "rules", "two rules are named `" + rule.name() + "`", "rename one of them");
        }
    }

    /** One rule. */
    public record RuleConfig(
            @Doc("Shown to agents as the reason; unique in the policy.")
            @Form(regex = "[^\\u0000-\\u001f]{1,63}", is = "1 to 63 characters on one line")
            String name,

            @Doc("A condition in CEL over `conversation`, `visitor`, `channel`, `message` and `time`. A missing key, or"
                    + " a type that does not fit, makes it false.")
            @Language(CEL)
            String when,

            @Doc("Where to.") To to,

            @Doc("Higher is served first in the queue.") @Within(min = "0", max = "100") @Default("0")
            int priority) {}

    /** Exactly one of group, agent and bot. */
    public record To(
            @Doc("A group's queue.") @RefersTo("Group") Optional<String> group,

            @Doc("One agent; the fallback when it is offline.") @RefersTo("Agent")
            Optional<String> agent,

            @Doc("The bot answers first.") @RefersTo("AutoReply")
            Optional<String> bot,

            @Doc("The group that takes it when the group or agent is not there.") @RefersTo("Group")
            Optional<String> fallback) {

        public To {
            long targets =
                    Stream.of(group, agent, bot).filter(Optional::isPresent).count();
            FieldProblem.unless(
                    targets == 1,
                    "",
                    targets == 0 ? "it leads nowhere" : "it leads to several places",
                    "write one of `group`, `agent`, `bot`");
            FieldProblem.unless(
                    agent.isEmpty() || fallback.isPresent(),
                    "agent",
                    "an agent alone may be away",
                    "add `fallback: GROUP`");
        }
    }

    /** Waiting. */
    public record Queue(
            @Doc("Conversations that may wait in a group's queue; for more, `then` holds at once.")
            @Within(min = "1", max = "100000")
            @Default("200")
            int max,

            @Doc("How long one may wait.") @Within(min = "1s", max = "7d") @Default("10m")
            Duration timeout,

            @Doc("What follows: `leave-message` asks for a contact and keeps the conversation for the agents, `close`"
                    + " ends it.")
            @Default("leave-message")
            Then then,

            @Doc("Whether visitors are told their place.") @Default("true")
            boolean announce) {

        /** What follows a wait that is over. */
        public enum Then {
            LEAVE_MESSAGE,
            CLOSE
        }
    }
}

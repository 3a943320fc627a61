package io.kefu.server.routing;

import io.kefu.server.routing.RoutingPolicyConfig.RuleConfig;
import io.kefu.server.routing.RoutingPolicyConfig.To;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A routing policy ready to decide: its rules compiled, tried from the top, each verdict explained. */
public final class RoutingRules {

    /** The name under which the policy's last resort is explained. */
    public static final String OTHERWISE = "otherwise";

    private record Compiled(RuleConfig config, Rule rule) {}

    private final List<Compiled> rules;
    private final To otherwise;

    public RoutingRules(RoutingPolicyConfig config) {
        this.rules = config.rules().stream()
                .map(rule -> new Compiled(rule, RuleCompiler.compile(rule.when())))
                .toList();
        this.otherwise = config.otherwise();
    }

    /**
     * What the rules chose.
     *
     * @param why a line a rule that was tried, in order
     * @param troubled how many rules could not be decided, and so counted as false
     */
    public record Choice(String rule, To to, int priority, List<String> why, int troubled) {

        public boolean explicit() {
            return !rule.equals(OTHERWISE);
        }
    }

    /**
     * The first rule that matches and leads somewhere that may be gone to now.
     *
     * @param facts see {@link RuleCompiler#VARIABLES}
     * @param open whether a target is to be had now, such as the bot within its hours
     */
    public Choice choose(Map<String, ?> facts, Predicate<To> open) {
        List<String> why = new ArrayList<>();
        int troubled = 0;
        for (Compiled each : rules) {
            Rule.Verdict verdict = each.rule().decide(facts);
            troubled += verdict.trouble().isPresent() ? 1 : 0;
            boolean usable = open.test(each.config().to());
            why.add(explain(each, verdict, usable));
            if (verdict.matches() && usable) {
                return new Choice(
                        each.config().name(), each.config().to(), each.config().priority(), List.copyOf(why), troubled);
            }
        }
        why.add(OTHERWISE + ": no rule before it applies");
        return new Choice(OTHERWISE, otherwise, 0, List.copyOf(why), troubled);
    }

    private static String explain(Compiled each, Rule.Verdict verdict, boolean usable) {
        String said = verdict.trouble()
                .map(trouble -> "no, " + trouble)
                .orElse(!verdict.matches() ? "no" : usable ? "yes" : "yes, but not to be had now");
        return each.config().name() + ": " + said + " (" + each.rule().source().strip() + ")";
    }
}

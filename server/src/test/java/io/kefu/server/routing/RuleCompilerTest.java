package io.kefu.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.config.ProblemCode;
import io.kefu.config.TextCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleCompilerTest {

    private static final String VIP = "visitor.tags.vip_level > 10";

    private static Map<String, Object> tags(Map<String, ?> tags) {
        return Map.of("visitor", Map.of("tags", tags));
    }

    private static Rule.Verdict decide(String rule, Map<String, ?> facts) {
        return RuleCompiler.compile(rule).decide(facts);
    }

    @Test
    void whole_numbers_of_any_type_and_doubles_compare() {
        for (Number level : List.of(11, 11L, (short) 11, 10.5, 10.5f, new java.math.BigInteger("11"))) {
            assertThat(decide(VIP, tags(Map.of("vip_level", level))).matches()).isTrue();
        }
        assertThat(decide(VIP, tags(Map.of("vip_level", 10))).matches()).isFalse();
        assertThat(decide("visitor.tags.score == 3", tags(Map.of("score", 3.0))).matches())
                .isTrue();
        assertThat(decide("visitor.tags.score > 2.5", tags(Map.of("score", 3))).matches())
                .isTrue();
    }

    @Test
    void a_missing_key_makes_a_rule_false_and_says_which() {
        Rule.Verdict verdict = decide(VIP, tags(Map.of()));
        assertThat(verdict.matches()).isFalse();
        assertThat(verdict.trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("vip_level").doesNotContain("evaluation error"));
        assertThat(decide(VIP, Map.of()).trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("tags"));
        assertThat(decide("!(" + VIP + ")", tags(Map.of())).matches()).isFalse();
    }

    @Test
    void a_type_that_does_not_fit_makes_a_rule_false_and_says_so() {
        Rule.Verdict verdict = decide(VIP, tags(Map.of("vip_level", "eleven")));
        assertThat(verdict.matches()).isFalse();
        assertThat(verdict.trouble()).isPresent();
        assertThat(decide("visitor.tags.vip", tags(Map.of("vip", 7))).trouble())
                .contains("it gives neither true nor false");
    }

    @Test
    void one_side_of_an_or_may_be_in_trouble() {
        String rule = "visitor.tags.complaint_risk == true || message.text.matches('投诉|举报')";
        assertThat(decide(rule, Map.of("message", Map.of("text", "我要投诉你们"))).matches())
                .isTrue();
        assertThat(decide(rule, tags(Map.of("complaint_risk", true))).matches()).isTrue();
        assertThat(decide(rule, Map.of("message", Map.of("text", "你好"))).matches())
                .isFalse();
    }

    @Test
    void lists_flags_and_the_other_variables_are_seen() {
        assertThat(decide(
                                "conversation.messages == 0 && channel.autoReply && 'a' in visitor.groups && time.hour >= 9",
                                Map.of(
                                        "conversation", Map.of("messages", 0),
                                        "channel", Map.of("autoReply", true),
                                        "visitor", Map.of("groups", List.of("a")),
                                        "time", Map.of("hour", 9)))
                        .matches())
                .isTrue();
        assertThat(decide("has(visitor.tags) && has(visitor.tags.x)", tags(Map.of("x", 1)))
                        .matches())
                .isTrue();
    }

    @Test
    void a_rule_that_does_not_compile_points_at_the_character() {
        assertThat(RuleCompiler.check("visitor.tags.a > 1 && vistor.tags.b")).satisfiesExactly(fault -> {
            assertThat(fault.offset()).isEqualTo(22);
            assertThat(fault.code()).isEqualTo(ProblemCode.BAD_RULE);
            assertThat(fault.wrong())
                    .contains("undeclared reference to 'vistor'")
                    .doesNotContain("container");
            assertThat(fault.instead()).isEqualTo("write `visitor`");
        });
        assertThat(RuleCompiler.check("true &&\n  (1 > "))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.offset()).isGreaterThanOrEqualTo(8));
        assertThat(RuleCompiler.check("")).isNotEmpty();
        assertThat(RuleCompiler.check("conversation.state == assigned_to_me"))
                .extracting(TextCheck.Fault::instead)
                .containsExactly("use conversation, visitor, channel, message, time; text stands in quotes");
        assertThat(RuleCompiler.check("'text'"))
                .extracting(TextCheck.Fault::wrong)
                .containsExactly("the rule gives string, not true or false");
        assertThatThrownBy(() -> RuleCompiler.compile("1 +")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_literal_pattern_that_does_not_compile_points_at_the_literal() {
        assertThat(RuleCompiler.check("message.text.matches('a|(b') || matches(message.text, 'ok')"))
                .satisfiesExactly(fault -> {
                    assertThat(fault.offset()).isEqualTo(21);
                    assertThat(fault.code()).isEqualTo(ProblemCode.BAD_PATTERN);
                    assertThat(fault.wrong()).contains("missing closing )");
                });
    }

    @Test
    void a_rule_is_bounded() {
        assertThat(RuleCompiler.check("1 == " + "1 + ".repeat(2_000) + "1")).isNotEmpty();
        assertThat(RuleCompiler.check("(".repeat(100) + "true" + ")".repeat(100)))
                .isNotEmpty();
        List<Integer> many = java.util.stream.IntStream.range(0, 200).boxed().toList();
        Rule.Verdict verdict = decide(
                "visitor.a.all(x, visitor.a.all(y, visitor.a.all(z, x + y + z >= 0)))",
                Map.of("visitor", Map.of("a", many)));
        assertThat(verdict.matches()).isFalse();
        assertThat(verdict.trouble()).isPresent();
    }
}

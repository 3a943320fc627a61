package io.kefu.server.routing;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule that compiles. Pure, and safe for use by several threads. Made by {@link RuleCompiler}. */
public final class Rule {

    private final String source;
    private final Program program;

    Rule(String source, Program program) {
        this.source = source;
        this.program = program;
    }

    /**
     * What came of a rule.
     *
     * @param trouble why it could not be decided, in which case it does not match: a missing key, a type that does not
     *     fit. Worth a counter; it never fails a message
     */
    public record Verdict(boolean matches, Optional<String> trouble) {}

    /**
     * Decides over {@value RuleCompiler#VARIABLES}; one that is left out counts as an empty map. Whole numbers of any
     * Java type count as 64-bit, others as double.
     */
    public Verdict decide(Map<String, ?> facts) {
        try {
            Object result = program.eval(complete(facts));
            return result instanceof Boolean matches
                    ? new Verdict(matches, Optional.empty())
                    : trouble("it gives neither true nor false");
        } catch (CelEvaluationException e) {
            return trouble(plain(e));
        }
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    private static Verdict trouble(String why) {
        return new Verdict(false, Optional.of(why));
    }

    /** The reason without the library's {@code evaluation error at <input>:13: }. */
    private static String plain(CelEvaluationException e) {
        String message = String.valueOf(e.getMessage()).replaceFirst("^evaluation error( at [^ ]*)?: ", "");
        return message.lines().findFirst().orElse("it cannot be decided");
    }

    private static Map<String, Object> complete(Map<String, ?> facts) {
        Map<String, Object> complete = new LinkedHashMap<>();
        for (String variable : RuleCompiler.VARIABLES.split(", ", -1)) {
            Object fact = facts.get(variable);
            complete.put(variable, fact == null ? Map.of() : normal(fact));
        }
        return complete;
    }

    private static Object normal(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> normal = new LinkedHashMap<>();
                map.forEach((key, inner) -> {
                    if (inner != null) {
                        normal.put(key, normal(inner));
                    }
                });
                yield normal;
            }
            case List<?> list -> list.stream().map(Rule::normal).toList();
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case BigInteger number when number.bitLength() < Long.SIZE -> number.longValueExact();
            case BigDecimal number -> number.doubleValue();
            case Number number -> number.doubleValue();
            case Enum<?> word -> word.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            default -> value;
        };
    }
}

package io.kefu.server.routing;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.kefu.config.Nearest;
import io.kefu.config.ProblemCode;
import io.kefu.config.TextCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules in CEL (the Common Expression Language) over {@value #VARIABLES}, each a map whose keys are looked up when the
 * rule runs. A rule gives true or false. Numbers compare across types; {@code matches} finds (RE2), as the language says.
 *
 * <p>Bounds: 4,096 code points, nesting of 32, 10,000 turns of {@code all}, {@code exists}, {@code filter}, {@code map}.
 */
public final class RuleCompiler {

    /** What a rule may speak of. */
    public static final String VARIABLES = "conversation, visitor, channel, message, time";

    static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableRegexPartialMatch(true)
            .maxExpressionCodePointSize(4_096)
            .maxParseRecursionDepth(32)
            .comprehensionMaxIterations(10_000)
            .build();

    private static final Pattern UNKNOWN = Pattern.compile("^undeclared reference to '([A-Za-z]\\w*)'");

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private RuleCompiler() {}

    /** All that is wrong with a rule, regular expressions written in it included; empty when {@link #compile} will do. */
    public static List<TextCheck.Fault> check(String source) {
        CelValidationResult result = COMPILER.compile(source);
        if (result.hasError()) {
            return result.getErrors().stream()
                    .map(issue -> fault(source, issue))
                    .toList();
        }
        try {
            return checked(result.getAst());
        } catch (CelValidationException e) {
            throw new IllegalStateException("a rule without errors has a tree", e);
        }
    }

    /**
     * Makes the rule ready to run.
     *
     * @throws IllegalArgumentException when {@link #check} finds a fault in it
     */
    public static Rule compile(String source) {
        List<TextCheck.Fault> faults = check(source);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(source + ": " + faults.getFirst().wrong());
        }
        try {
            return new Rule(
                    source, RUNTIME.createProgram(COMPILER.compile(source).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
    }

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
        for (String variable : VARIABLES.split(", ", -1)) {
            builder.addVar(variable, MapType.create(SimpleType.STRING, SimpleType.DYN));
        }
        return builder.build();
    }

    private static List<TextCheck.Fault> checked(CelAbstractSyntaxTree tree) {
        List<TextCheck.Fault> faults = new ArrayList<>(RulePatterns.check(tree));
        boolean decides = tree.getResultType().equals(SimpleType.BOOL)
                || tree.getResultType().equals(SimpleType.DYN);
        if (!decides) {
            String wrong = "the rule gives " + tree.getResultType().name() + ", not true or false";
            faults.add(new TextCheck.Fault(0, ProblemCode.BAD_RULE, wrong, "compare it: `… == …`, `… > …`"));
        }
        return faults;
    }

    private static TextCheck.Fault fault(String source, CelIssue issue) {
        String message = issue.getMessage().lines().findFirst().orElse("");
        String wrong = "the rule does not compile: "
                + message.replaceFirst(" \\(in container ''\\)$", "")
                        .replaceFirst(" expecting (\\{.*}|\\S+)$", "")
                        .replace("'<EOF>'", "end of the rule");
        return new TextCheck.Fault(offset(source, issue), ProblemCode.BAD_RULE, wrong, remedy(message));
    }

    private static String remedy(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (!unknown.find()) {
            return "write CEL such as `visitor.tags.vip_level > 10`";
        }
        return Nearest.to(unknown.group(1), List.of(VARIABLES.split(", ", -1)))
                .map(near -> "write `" + near + "`")
                .orElse("use " + VARIABLES + "; text stands in quotes");
    }

    /** Lines count from 1 and columns from 0 in the library. */
    private static int offset(String source, CelIssue issue) {
        int before = source.lines()
                .limit(Math.max(0, issue.getSourceLocation().getLine() - 1L))
                .mapToInt(line -> line.codePointCount(0, line.length()) + 1)
                .sum();
        return before + Math.max(0, issue.getSourceLocation().getColumn());
    }
}

package io.kefu.server.routing;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import io.kefu.config.ProblemCode;
import io.kefu.config.TextCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The regular expressions written in a rule, tried in the very engine that will run them. */
final class RulePatterns {

    private static final Program TRIAL = trial();

    private RulePatterns() {}

    static List<TextCheck.Fault> check(CelAbstractSyntaxTree tree) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind().equals(Kind.CALL))
                .map(node -> node.expr().call())
                .filter(call -> call.function().equals("matches"))
                .flatMap(RulePatterns::literal)
                .flatMap(literal -> fault(tree, literal).stream())
                .toList();
    }

    /** {@code text.matches(pattern)} and {@code matches(text, pattern)}: the pattern stands last. */
    private static Stream<CelExpr> literal(CelExpr.CelCall call) {
        return Stream.of(call.args().getLast())
                .filter(last -> last.getKind().equals(Kind.CONSTANT))
                .filter(last -> last.constant().getKind().equals(CelConstant.Kind.STRING_VALUE));
    }

    private static Optional<TextCheck.Fault> fault(CelAbstractSyntaxTree tree, CelExpr literal) {
        try {
            TRIAL.eval(Map.of("pattern", literal.constant().stringValue()));
            return Optional.empty();
        } catch (CelEvaluationException e) {
            int offset = tree.getSource().getPositionsMap().getOrDefault(literal.id(), 0);
            String wrong = "not a regular expression (RE2): " + reason(e);
            return Optional.of(new TextCheck.Fault(offset, ProblemCode.BAD_PATTERN, wrong, "correct the pattern"));
        }
    }

    private static String reason(CelEvaluationException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^error parsing regexp: ", "");
    }

    private static Program trial() {
        try {
            CelAbstractSyntaxTree tree = CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(RuleCompiler.OPTIONS)
                    .addVar("pattern", SimpleType.STRING)
                    .build()
                    .compile("''.matches(pattern)")
                    .getAst();
            return CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(RuleCompiler.OPTIONS)
                    .build()
                    .createProgram(tree);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("a fixed expression compiles", e);
        }
    }
}

package io.kefu.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Says what is wrong with a text in some {@link Language}; an empty list when nothing is. Must be pure. */
@FunctionalInterface
public interface TextCheck {

    /** For {@link Language#REGEX}. */
    TextCheck REGEX = TextCheck::regex;

    List<Fault> check(String text);

    /**
     * One thing that is wrong with a text.
     *
     * @param offset where, in code points from the start of the text; beyond its end counts as its end
     * @param wrong what is wrong, on one line, without a full stop
     * @param instead what to write instead
     */
    record Fault(int offset, ProblemCode code, String wrong, String instead) {}

    private static List<Fault> regex(String text) {
        try {
            Pattern.compile(text);
            return List.of();
        } catch (PatternSyntaxException e) {
            int index = Math.clamp(e.getIndex(), 0, text.length());
            String wrong = "not a regular expression: " + e.getDescription();
            String instead = "correct it, or put `\\Q…\\E` around plain text";
            return List.of(new Fault(text.codePointCount(0, index), ProblemCode.BAD_PATTERN, wrong, instead));
        }
    }
}

package io.kefu.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that does not hold; carries everything that is wrong with it, in reading order. */
public final class InvalidConfigException extends Exception {

    private final transient List<Problem> problems;

    public InvalidConfigException(List<Problem> problems) {
        super(report(problems));
        this.problems = problems.stream().sorted().toList();
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String report(List<Problem> problems) {
        String lines = problems.stream().sorted().map(Problem::toString).collect(Collectors.joining("\n"));
        return lines + "\n" + (problems.size() == 1 ? "1 problem" : problems.size() + " problems");
    }
}

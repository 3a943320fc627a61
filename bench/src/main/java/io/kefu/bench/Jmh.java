package io.kefu.bench;

import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Each step of a message's way alone, time and bytes allocated ({@code -prof gc}): {@code jmh [PATTERN…] [--quick]}, where a
 * pattern is a regular expression found in a benchmark's name, such as {@code Codec}. {@code --quick} tells only whether they run.
 */
public final class Jmh {
    private static final String QUICK = "--quick";

    private Jmh() {}

    public static void main(String[] arguments) throws RunnerException {
        List<String> given = List.of(arguments);
        ChainedOptionsBuilder options = new OptionsBuilder().addProfiler(GCProfiler.class);
        given.stream().filter(each -> !each.equals(QUICK)).forEach(options::include);
        if (given.contains(QUICK)) {
            options.forks(0).warmupIterations(0).measurementIterations(1);
        }
        new Runner(options.shouldFailOnError(true).build()).run();
    }
}

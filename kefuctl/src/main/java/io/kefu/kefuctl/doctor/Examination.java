package io.kefu.kefuctl.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** All checks that make sense, and what each found; the worst first, else in the order of the page. */
record Examination(List<Result> results) {

    /** What one check found. */
    record Result(Check check, Finding finding) {}

    /** Looks at everything; takes a few seconds at most for each engine that does not answer. */
    static Examination of(Scene scene, Predicate<Check> wanted) {
        return new Examination(Checks.ALL.stream()
                .filter(wanted)
                .map(check -> new Result(check, check.look(scene)))
                .sorted(Comparator.comparing((Result each) -> each.finding().verdict()))
                .toList());
    }

    long count(Verdict verdict) {
        return results.stream()
                .filter(each -> each.finding().verdict() == verdict)
                .count();
    }

    List<Result> wrong() {
        return results.stream()
                .filter(each -> each.finding().verdict().compareTo(Verdict.OK) < 0)
                .toList();
    }

    /** Mends what can be without asking, and tells what was done, a line each. Goes on when one cannot be. */
    List<String> mend(Scene scene) {
        List<String> done = new ArrayList<>();
        for (Result each : wrong()) {
            each.check().repair().ifPresent(repair -> done.add(each.check().id() + "  " + mended(repair, scene)));
        }
        return done;
    }

    private static String mended(Repair repair, Scene scene) {
        try {
            return repair.run(scene);
        } catch (IOException | RuntimeException e) {
            return "could not be mended: " + e.getClass().getSimpleName() + " " + e.getMessage();
        }
    }
}

package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Goes through a plan, forwards, or back where a step fails. */
final class StepRun {

    /** Less than this, and what did not fit may be gone again by now: a file that is not whole is removed at once. */
    private static final long FULL = 128L << 20;

    private final Path place;
    private final StepJournal journal;
    private final PrintStream progress;
    private final Consumer<String> moments;

    /**
     * Over a journal that stands.
     *
     * @param place where most is written
     * @param progress a line for each step
     * @param moments hears of each moment between two writes; a test ends the process there
     */
    StepRun(Path place, StepJournal journal, PrintStream progress, Consumer<String> moments) {
        this.place = place;
        this.journal = journal;
        this.progress = progress;
        this.moments = moments;
    }

    /**
     * Does what is not done yet.
     *
     * @param done steps of an earlier run
     * @param goesBack whether a step that fails has those undone that were begun; else the operation stays unfinished
     * @throws CommandFailure when a step fails, with what became of the others
     */
    void forward(Intent intent, List<Step> steps, List<String> done, boolean goesBack) throws InterruptedException {
        int at = 0;
        try {
            for (; at < steps.size(); at++) {
                if (!done.contains(steps.get(at).id())) {
                    apply(steps.get(at), at + 1, steps.size());
                }
            }
            moments.accept("end");
            journal.end("done");
        } catch (IOException | CommandFailure e) {
            // Before room is made again.
            ExitCode exit = exit(e);
            if (at == steps.size()) {
                throw failure(
                        exit,
                        "all is done, and that cannot be written down: " + e.getMessage(),
                        "mend that, then once more: " + intent.operation().command(),
                        e);
            }
            throw goesBack ? putBack(intent, steps, exit, e) : stays(intent, steps.get(at), exit, e);
        }
    }

    private void apply(Step step, int number, int of) throws IOException, InterruptedException {
        progress.printf("  %d/%d %s …", number, of, step.says());
        progress.flush();
        long from = System.nanoTime();
        boolean applied = false;
        try {
            moments.accept("before " + step.id());
            journal.starts(step);
            moments.accept("start " + step.id());
            step.apply().run();
            moments.accept("applied " + step.id());
            journal.done(step);
            applied = true;
        } finally {
            String end = applied ? "done" : "FAILED";
            progress.printf(Locale.ROOT, " %s, %.1f s%n", end, (System.nanoTime() - from) / 1e9);
        }
    }

    private CommandFailure putBack(Intent intent, List<Step> steps, ExitCode exit, Exception cause)
            throws InterruptedException {
        try {
            journal.undoing(String.valueOf(cause.getMessage()));
            Set<String> started =
                    journal.unfinished().map(StepJournal.Unfinished::started).orElse(Set.of());
            back(steps, started);
        } catch (IOException | CommandFailure e) {
            e.addSuppressed(cause);
            return failure(
                    exit,
                    cause.getMessage() + "; and what was done could not be put back: " + e.getMessage(),
                    "mend that, then: " + intent.operation().command() + " --undo",
                    e);
        }
        return failure(exit, cause.getMessage() + "; what was done has been put back", remedy(cause), cause);
    }

    private static CommandFailure stays(Intent intent, Step step, ExitCode exit, Exception cause) {
        return failure(
                exit,
                "at the step \"" + step.says() + "\": " + cause.getMessage(),
                "mend that, then go on: " + intent.operation().command(),
                cause);
    }

    private static CommandFailure failure(ExitCode exit, String what, String remedy, Exception cause) {
        return new CommandFailure(exit, what, remedy, cause);
    }

    private static String remedy(Exception cause) {
        return cause instanceof CommandFailure failure ? failure.remedy() : "";
    }

    /** What the host does not allow is told apart from what went wrong. */
    private ExitCode exit(Exception cause) {
        if (cause instanceof CommandFailure failure) {
            return failure.exit();
        }
        String why = String.valueOf(cause.getMessage());
        // Programs say it in English here; Java in the language of whoever runs it.
        boolean host = why.contains("No space left")
                || why.contains("Read-only")
                || why.contains("ermission denied")
                || cause instanceof AccessDeniedException
                || (cause instanceof FileSystemException && Preflight.free(place) < FULL);
        return host ? ExitCode.PREFLIGHT_FAILED : ExitCode.FAILED;
    }

    /** Undoes the steps that were begun, the last first. What was never begun is not this operation's. */
    void back(List<Step> steps, Set<String> started) throws IOException, InterruptedException {
        for (Step step : steps.reversed()) {
            if (started.contains(step.id())) {
                moments.accept("undo " + step.id());
                step.undo().run();
                journal.undone(step);
            }
        }
        moments.accept("end");
        journal.end("undone");
    }
}

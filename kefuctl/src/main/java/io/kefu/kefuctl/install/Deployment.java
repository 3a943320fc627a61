package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Carries out what was asked for, goes on with what was interrupted, or undoes it. One at a time on a host. */
final class Deployment {

    private final Site site;
    private final PrintStream progress;
    private final StepJournal journal;
    private final StepRun run;

    /** On a host, with a line of progress for each step. */
    Deployment(Site site, PrintStream progress) {
        this(site, progress, _ -> {});
    }

    /**
     * On a host.
     *
     * @param progress a line for each step
     * @param moments hears of each moment at which a kill could come
     */
    Deployment(Site site, PrintStream progress, Consumer<String> moments) {
        this.site = site;
        this.progress = progress;
        this.journal = new StepJournal(site.layout(), Clock.systemUTC());
        this.run = new StepRun(site.layout().home(), journal, progress, moments);
    }

    /** An operation of a kind that was interrupted here, and is to be gone on with. */
    Optional<Intent> begun(Intent.Operation operation) {
        return journal.unfinished().map(StepJournal.Unfinished::intent).filter(found -> found.operation() == operation);
    }

    /** Does it; one of the same kind that was interrupted is gone on with in its place. */
    void run(Intent wanted) throws InterruptedException {
        locked(() -> {
            Optional<StepJournal.Unfinished> left = journal.unfinished();
            if (left.isPresent() && left.get().undoing()) {
                putBack(left.get());
                left = Optional.empty();
            }
            if (left.isPresent()) {
                goOn(left.get(), wanted);
            } else {
                journal.begin(wanted);
                forward(Plan.of(site, wanted), List.of());
            }
        });
    }

    /** Puts back what an interrupted operation has done. */
    void undo(Intent.Operation operation) throws InterruptedException {
        locked(() -> {
            StepJournal.Unfinished left = journal.unfinished()
                    .filter(found -> found.intent().operation() == operation)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.PREFLIGHT_FAILED,
                            "no " + operation + " was interrupted here: there is nothing to undo",
                            operation == Intent.Operation.upgrade ? "kefuctl rollback, for one that ended" : ""));
            putBack(left);
        });
    }

    private void goOn(StepJournal.Unfinished left, Intent wanted) throws InterruptedException, IOException {
        Intent begun = left.intent();
        if (begun.operation() != wanted.operation() || !begun.release().equals(wanted.release())) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    "the " + begun.operation() + (begun.release().isEmpty() ? "" : " of " + begun.release())
                            + " was interrupted here and comes first",
                    begun.operation().waysOn());
        }
        if (begun.purge() != wanted.purge()) {
            // Each of its steps may be gone again: what is asked for now holds, and not what was then.
            journal.begin(wanted);
            forward(Plan.of(site, wanted), List.of());
            return;
        }
        progress.println("going on with the " + begun.operation() + " that was interrupted");
        forward(Plan.of(site, begun), left.done());
    }

    private void forward(Plan plan, List<String> done) throws InterruptedException, IOException {
        run.forward(plan.intent(), plan.steps(), done, plan.goesBack());
    }

    private void putBack(StepJournal.Unfinished left) throws IOException, InterruptedException {
        Plan plan = Plan.of(site, left.intent());
        if (!plan.goesBack()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "what " + left.intent().operation() + " has taken away does not come back",
                    left.intent().operation().command() + " goes on with it");
        }
        progress.println("putting back what the interrupted " + left.intent().operation() + " had done");
        run.back(plan.steps(), left.started());
    }

    /** Where nothing is installed, nothing is left, the lock that is held included: so it is the last that is done. */
    private void sweep() throws IOException {
        Layout layout = site.layout();
        if (Installed.in(layout).isPresent() && Steps.exists(layout.current())) {
            return;
        }
        if (journal.unfinished().isEmpty()) {
            Tree.delete(layout.state());
            Tree.deleteIfEmpty(layout.releases());
            Tree.deleteIfEmpty(layout.home());
        }
    }

    /** Work under the lock. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void locked(Work work) throws InterruptedException {
        Path file = site.layout().state().resolve("lock");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(opened)) {
                if (lock == null || !stands(opened, file)) {
                    throw new CommandFailure(
                            ExitCode.PREFLIGHT_FAILED,
                            "another install, upgrade or uninstall is at work here (" + file + ")",
                            "wait until it has ended");
                }
                try {
                    work.run();
                } finally {
                    sweep();
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.PREFLIGHT_FAILED,
                    site.layout().state() + " cannot be written: " + e.getMessage(),
                    "be root (sudo), and free some space (df -h)",
                    e);
        }
    }

    /** Whether what is locked still has its name: whoever held it before may have removed it, and others lock the next. */
    private static boolean stands(FileChannel locked, Path file) throws IOException {
        String mark = UUID.randomUUID().toString();
        locked.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)), 0);
        return Files.exists(file) && Files.readString(file).equals(mark);
    }

    private static FileLock lock(FileChannel opened) throws IOException {
        try {
            return opened.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}

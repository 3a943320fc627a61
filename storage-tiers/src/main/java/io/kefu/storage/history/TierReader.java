package io.kefu.storage.history;

import io.kefu.storage.fault.CircuitBreaker;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierCall;
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.tier.TierWatch;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Calls into one tier on behalf of readers. A tier that waits for a disk is called on threads of its own, as a native call
 * that hangs would take a virtual thread's carrier with it; whoever asked gets an answer or a failure in time. A tier that
 * failed several times in a row is not asked for a while.
 */
public final class TierReader implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 256;
    private static final int FAILURES = 3;
    private static final Duration REST = Duration.ofSeconds(5);

    private final Projector projector;
    private final MessageTier tier;
    private final CircuitBreaker breaker = new CircuitBreaker(FAILURES, REST, System::nanoTime);
    private final ThreadPoolExecutor threads;
    private final TierWatch watch;

    public TierReader(Projector projector) {
        this(projector, TierWatch.NONE);
    }

    public TierReader(Projector projector, TierWatch watch) {
        this.projector = projector;
        this.watch = watch;
        this.tier = projector.tier();
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform()
                        .name("tier-" + tier.name() + "-", 0)
                        .daemon()
                        .factory());
        threads.allowCoreThreadTimeOut(true);
    }

    public String name() {
        return tier.name();
    }

    Projector projector() {
        return projector;
    }

    /**
     * Asks the tier.
     *
     * @throws TierUnavailableException when it does not answer in time, or not at all
     */
    public <T> T ask(Duration atMost, Function<MessageTier, T> question) {
        return ask(TierCall.READ, atMost, question);
    }

    /** The same, of a kind that is counted apart. */
    public <T> T ask(TierCall asked, Duration atMost, Function<MessageTier, T> question) {
        long started = System.nanoTime();
        try {
            T answer = tier.waits() ? guarded(atMost, () -> question.apply(tier)) : question.apply(tier);
            watch.answered(name(), asked, System.nanoTime() - started);
            return answer;
        } catch (TierUnavailableException e) {
            watch.failed(name(), asked);
            throw e;
        }
    }

    private <T> T guarded(Duration atMost, Callable<T> question) {
        if (!breaker.allows()) {
            throw new TierUnavailableException(
                    "the " + name() + " tier failed several times in a row and is asked again in a few seconds");
        }
        boolean answered = false;
        try {
            T answer = inTime(atMost, question);
            answered = true;
            return answer;
        } catch (IllegalArgumentException e) {
            answered = true;
            throw e;
        } finally {
            if (answered) {
                breaker.succeeded();
            } else {
                breaker.failed();
            }
        }
    }

    /**
     * Asks something else on behalf of a reader of this tier: no failure of it is held against the tier.
     *
     * @throws TierUnavailableException when there is no answer in time
     */
    <T> T inTime(Duration atMost, Callable<T> question) {
        Future<T> answer = submit(question);
        try {
            return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new TierUnavailableException("the " + name() + " tier did not answer within " + atMost, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("the wait for the " + name() + " tier was interrupted", e);
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private <T> Future<T> submit(Callable<T> question) {
        try {
            return threads.submit(question);
        } catch (RejectedExecutionException e) {
            throw new TierUnavailableException("too many readers wait for the " + name() + " tier. Try again", e);
        }
    }

    private RuntimeException cause(ExecutionException e) {
        return e.getCause() instanceof RuntimeException known
                ? known
                : new TierUnavailableException("the " + name() + " tier failed: " + e.getCause(), e);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

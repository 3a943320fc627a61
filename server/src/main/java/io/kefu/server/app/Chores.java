package io.kefu.server.app;

import io.kefu.server.flow.ShownFiles;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done once an hour: expired tokens, forgotten and aged files and visitors who never wrote go. On a thread of its
 * own, since it may wait for a server that does not answer; a turn that comes while the last one is not over is left out.
 */
final class Chores implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Chores.class);

    private final Stores stores;
    private final AgedFiles aged;
    private final ForgottenVisitors visitors;
    private final AtomicBoolean busy = new AtomicBoolean();

    Chores(Stores stores, AgedFiles aged, ForgottenVisitors visitors) {
        this.stores = stores;
        this.aged = aged;
        this.visitors = visitors;
    }

    @Override
    public void run() {
        if (busy.compareAndSet(false, true)) {
            Thread.ofPlatform().name("sweep").daemon().start(this::sweep);
        }
    }

    private void sweep() {
        try {
            all();
        } finally {
            busy.set(false);
        }
    }

    private void all() {
        attempt("accounts", stores.accounts()::sweep);
        attempt("files", () -> stores.files().sweep(stores.storage().journal(), new ShownFiles()));
        attempt("aged files", aged::sweep);
        attempt("visitors", visitors::sweep);
    }

    /** Says how many it removed. */
    @FunctionalInterface
    private interface Sweep {
        int run();
    }

    private static void attempt(String what, Sweep sweep) {
        try {
            log.info("swept {}={}", what, sweep.run());
        } catch (RuntimeException e) {
            log.warn("the hourly sweep of {} failed; the next one tries again", what, e);
        }
    }
}

package io.kefu.server.app;

import io.kefu.server.delivery.Delivery;
import io.kefu.server.flow.Flow;
import io.kefu.storage.journal.Journal;
import java.util.Optional;

/** Whether the server can do its work now. */
final class Readiness {

    private final Journal journal;
    private final Flow flow;
    private final Delivery delivery;
    private volatile boolean draining;
    private volatile boolean leaving;

    Readiness(Journal journal, Flow flow, Delivery delivery) {
        this.journal = journal;
        this.flow = flow;
        this.delivery = delivery;
    }

    void draining() {
        draining = true;
    }

    /** The drain is over, and the server stays. */
    void staying() {
        draining = false;
    }

    /** A drain is under way. */
    boolean isDraining() {
        return draining;
    }

    /** Its place is given to a successor. */
    void leaving() {
        leaving = true;
    }

    /** The successor did not take it. */
    void kept() {
        leaving = false;
    }

    /** Why not; empty when it is ready. */
    Optional<String> notReady() {
        if (draining || leaving) {
            return Optional.of("draining");
        }
        return broken().or(() -> journal.health().available()
                ? Optional.empty()
                : Optional.of(journal.health().reason()));
    }

    /** What has ended that never may, by an error that nothing here can mend: only another start helps. */
    Optional<String> broken() {
        if (draining || leaving) {
            return Optional.empty();
        }
        if (!flow.alive()) {
            return Optional.of("the flow has ended; the log says why");
        }
        return delivery.alive() ? Optional.empty() : Optional.of("delivery has ended; the log says why");
    }
}

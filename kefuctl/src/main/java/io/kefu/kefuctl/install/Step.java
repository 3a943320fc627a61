package io.kefu.kefuctl.install;

import java.io.IOException;

/**
 * One step of a plan. Both ways may be gone again after a kill in their middle, and end where one run would have.
 *
 * @param id its name in the journal
 * @param says what it does, for {@code --plan}
 */
record Step(String id, String says, Action apply, Action undo) {

    /** One way of a step. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException, InterruptedException;
    }

    /** Nothing to take back. */
    static final Action NOTHING = () -> {};
}

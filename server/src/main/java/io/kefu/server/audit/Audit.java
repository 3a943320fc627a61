package io.kefu.server.audit;

/**
 * Where changes are written down. An entry is on disk when a call returns, so that a kill at any point leaves either no
 * change and no entry, or an entry for every change.
 */
public interface Audit {

    /** Keeps nothing; for tests of what is not about this. */
    Audit NONE = new Audit() {
        @Override
        public Begun begin(Act act) {
            return (_, _) -> {};
        }

        @Override
        public void note(Act act, Outcome outcome, String detail) {}
    };

    /**
     * Before a change: that it is about to be made.
     *
     * @throws AuditUnavailableException when that cannot be written; the change must then not be made
     */
    Begun begin(Act act);

    /**
     * What has happened already, or was refused.
     *
     * @param detail why, when it did not go well; the protocol's word for the error where there is one
     * @throws AuditUnavailableException when it cannot be written
     */
    void note(Act act, Outcome outcome, String detail);

    /** A change that is being made. Without an end it counts as one of which nobody knows how it ended. */
    @FunctionalInterface
    interface Begun {
        /**
         * How it ended. What cannot be written is in the server's log: the change stands whatever happens here.
         *
         * @param detail what came of it, or why it did not go well
         */
        void end(Outcome outcome, String detail);
    }
}

package io.kefu.server.flow;

/** What the flow measures. */
public interface FlowMeters {

    /** Measures nothing. */
    FlowMeters NONE = new FlowMeters() {
        @Override
        public void committed(int records, long nanos) {}

        @Override
        public void journalFailed() {}

        @Override
        public void waited(long nanos) {}
    };

    /** A batch is on disk. */
    void committed(int records, long nanos);

    /**
     * How long it took from a client's frame being complete to the commit of what it said, of each batch the shortest: the
     * whole way through the queue and the journal. Not told of a batch in which no client waits.
     */
    void waited(long nanos);

    /** The journal refused a batch. */
    void journalFailed();
}

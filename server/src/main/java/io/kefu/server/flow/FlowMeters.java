package io.kefu.server.flow;

/** What the flow measures. */
public interface FlowMeters {

    /** Measures nothing. */
    FlowMeters NONE = new FlowMeters() {
        @Override
        public void committed(int records, long nanos) {}

        @Override
        public void journalFailed() {}
    };

    /** A batch is on disk. */
    void committed(int records, long nanos);

    /** The journal refused a batch. */
    void journalFailed();
}

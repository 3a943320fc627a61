package io.kefu.server.flow;

/** What the flow measures. */
public interface FlowMeters {

    /** A batch is on disk. */
    void committed(int records, long nanos);

    /** The journal refused a batch. */
    void journalFailed();
}

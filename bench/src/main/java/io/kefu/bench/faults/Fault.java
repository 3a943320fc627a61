package io.kefu.bench.faults;

/** What happens to an engine, or to the way to it. */
enum Fault {
    DROP("the network loses everything"),
    CUT_MID_BATCH("connections are cut in the middle of a batch"),
    DROP_ANSWERS("requests arrive, their answers are lost"),
    REFUSE("connections are refused"),
    SLOW_CALLS("each answer comes 3 s late"),
    RESET("open connections are reset"),
    HOLD("the network holds everything back"),
    PAUSE("the server is paused"),
    KILL("the server is killed, and started with its data"),
    EMPTY("the server comes back without its data"),
    FULL("the server's disk is full");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}

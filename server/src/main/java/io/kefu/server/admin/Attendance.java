package io.kefu.server.admin;

import java.util.Locale;

/** Who is there, and how busy. */
public interface Attendance {
    /** What an agent says of itself; written in lower case. */
    enum Status {
        ONLINE,
        AWAY,
        OFFLINE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Now; {@code load} is how many conversations the agent has. */
    record Presence(Status status, int load) {}

    /** {@code OFFLINE} and no load for an agent that was never there. */
    Presence of(String agentId);

    /** Durable when this returns. */
    void setStatus(String agentId, Status status);
}

package io.kefu.server.routing;

import java.util.Map;

/**
 * What a ledger must know of its group now.
 *
 * @param capacity conversations that each member may have at once, by agent id; only those named are members
 * @param offlineGraceMillis how long an agent may be away before its conversations go to others
 * @param open whether the group's hours are now
 * @param opensAtMillis when a closed group opens again; 0 when it is open or never opens
 */
public record GroupSettings(
        String name,
        Strategy strategy,
        Map<String, Integer> capacity,
        long offlineGraceMillis,
        boolean open,
        long opensAtMillis) {

    /** How one of several free agents is chosen. */
    public enum Strategy {
        /** The smallest share of its capacity in use; among equals the longest idle. */
        LEAST_LOADED,
        /** In turn: whose last conversation came longest ago. */
        ROUND_ROBIN,
        /** Whoever last helped this visitor, when free; else the least loaded. */
        STICKY,
        /** Who has had nothing new or finished for the longest. */
        LONGEST_IDLE
    }
}

package io.kefu.storage.accounts;

/** What an agent may do; each role may all that the ones before it may. */
public enum Role {
    /** Its groups' conversations. */
    AGENT,
    /** All conversations, and the reports. */
    SUPERVISOR,
    /** Also configuration, agents and tokens. */
    ADMIN;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}

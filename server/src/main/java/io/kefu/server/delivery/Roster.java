package io.kefu.server.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The agents that the configuration in force declares. */
public interface Roster {

    Optional<Member> member(String agentId);

    /** All of them; the very same collection for as long as the same configuration is in force. */
    Collection<Member> members();

    /**
     * An agent.
     *
     * @param supervises sees every conversation, and the reports
     * @param capacity conversations at once, by group; its keys are the agent's groups
     */
    record Member(String id, String name, boolean supervises, Map<String, Integer> capacity) {}
}

package io.kefu.server.admin;

import io.kefu.storage.accounts.Role;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Who works here, by the configuration in force. */
public interface Agents {
    /**
     * An {@code Agent} of the configuration.
     *
     * @param id its name in the configuration, which is also the user name
     * @param name what people read
     */
    record Agent(String id, String name, Role role, List<String> groups, int capacity) {}

    Optional<Agent> find(String id);

    Collection<Agent> all();
}

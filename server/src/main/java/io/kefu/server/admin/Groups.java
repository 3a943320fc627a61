package io.kefu.server.admin;

import java.util.List;
import java.util.Map;

/** The groups of the configuration in force, with their queues now. */
public interface Groups {
    /**
     * One group.
     *
     * @param title by language
     * @param queueLength conversations that wait for a person
     * @param open within its hours
     */
    record Group(String name, Map<String, String> title, int queueLength, boolean open) {}

    List<Group> all();
}

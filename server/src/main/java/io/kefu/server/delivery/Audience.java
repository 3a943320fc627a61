package io.kefu.server.delivery;

/** On whose behalf something listens, or acts. */
public sealed interface Audience {

    String id();

    /** A visitor sees its own conversations, without notes. */
    record VisitorAudience(String id) implements Audience {}

    /** An agent sees the conversations of its groups and those that it holds; a supervisor all. */
    record AgentAudience(String id) implements Audience {}

    /** An integration sees what it was allowed to. */
    record KeyAudience(String id, String name) implements Audience {}
}

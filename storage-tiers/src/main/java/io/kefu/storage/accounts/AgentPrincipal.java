package io.kefu.storage.accounts;

/** An agent that has signed in. {@code id} is its name in the configuration, {@code name} what people read. */
public record AgentPrincipal(String id, String name, Role role) implements Principal {
    @Override
    public PrincipalKey key() {
        return PrincipalKey.agent(id);
    }
}

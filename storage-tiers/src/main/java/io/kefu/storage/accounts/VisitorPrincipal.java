package io.kefu.storage.accounts;

/** A visitor of {@code channel}: sees its own conversations and nothing else. */
public record VisitorPrincipal(String id, String channel) implements Principal {
    @Override
    public PrincipalKey key() {
        return PrincipalKey.visitor(id);
    }
}

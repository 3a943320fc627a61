package io.kefu.storage.accounts;

/** Who is behind a request, as its token says. */
public sealed interface Principal permits VisitorPrincipal, AgentPrincipal, ApiKeyPrincipal {
    String id();

    PrincipalKey key();
}

package io.kefu.server.admin.http;

import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Principal;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.VisitorPrincipal;
import java.util.Optional;

/**
 * Who may call a route. Every route has one, and what it does not name is refused. It is about the kind of caller;
 * whether this very conversation or file is theirs is the handler's to ask.
 *
 * @param anyone without a token; a token that is sent must be good nevertheless
 * @param role the least role of an agent that may; empty when none may
 * @param scope the scope with which an API key may, {@code *} for any key; empty when none may
 */
public record Access(boolean anyone, boolean visitors, Optional<Role> role, Optional<String> scope) {
    private static final String ANY_SCOPE = "*";

    public static final Access ANYONE = new Access(true, true, Optional.of(Role.AGENT), Optional.empty());
    public static final Access VISITORS = new Access(false, true, Optional.empty(), Optional.empty());
    public static final Access VISITORS_AND_AGENTS = new Access(false, true, Optional.of(Role.AGENT), Optional.empty());
    /** With any token; what it may do is the handler's to ask. */
    public static final Access SIGNED_IN =
            new Access(false, true, Optional.of(Role.AGENT), Optional.of(Access.ANY_SCOPE));

    public static final Access AGENTS = agents(Role.AGENT);

    public static Access agents(Role least) {
        return new Access(false, false, Optional.of(least), Optional.empty());
    }

    /** Also API keys with this scope. */
    public Access orScope(String name) {
        return new Access(anyone, visitors, role, Optional.of(name));
    }

    /** Throws {@code unauthenticated} or {@code forbidden} unless this caller is named. */
    void check(Optional<Principal> caller) {
        if (caller.isEmpty()) {
            if (!anyone) {
                throw ApiException.unauthenticated("sign in first: Authorization: Bearer <token>");
            }
            return;
        }
        boolean allowed = switch (caller.get()) {
            case VisitorPrincipal _ -> visitors;
            case AgentPrincipal agent -> role.filter(agent.role()::covers).isPresent();
            case ApiKeyPrincipal key ->
                scope.filter(s -> s.equals(ANY_SCOPE) || key.scopes().contains(s))
                        .isPresent();
        };
        if (!allowed) {
            throw ApiException.forbidden("not with this token");
        }
    }
}

package io.kefu.server.admin;

import io.kefu.server.admin.http.Call;
import io.kefu.server.delivery.Audience;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Principal;
import io.kefu.storage.accounts.VisitorPrincipal;

/** Callers as delivery and intake know them. */
public final class Audiences {
    private Audiences() {}

    static Audience of(Call call) {
        return of(call.principal());
    }

    public static Audience of(Principal principal) {
        return switch (principal) {
            case VisitorPrincipal visitor -> new Audience.VisitorAudience(visitor.id());
            case AgentPrincipal agent -> new Audience.AgentAudience(agent.id());
            case ApiKeyPrincipal key -> new Audience.KeyAudience(key.id(), key.name());
        };
    }
}

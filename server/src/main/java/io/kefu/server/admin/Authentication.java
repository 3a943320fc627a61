package io.kefu.server.admin;

import io.kefu.server.admin.http.Caller;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.Tokens;
import io.kefu.storage.accounts.VisitorPrincipal;
import java.util.Optional;

/**
 * Who has a token, by what is in force now: an agent that the configuration no longer has is nobody, and one whose role
 * changed has the new one; a visitor of a channel that is gone is nobody. Used by every entrance alike.
 */
public final class Authentication implements Caller {
    private final Tokens tokens;
    private final Agents agents;
    private final Channels channels;

    public Authentication(Tokens tokens, Agents agents, Channels channels) {
        this.tokens = tokens;
        this.agents = agents;
        this.channels = channels;
    }

    @Override
    public Optional<Grant> of(String token) {
        return tokens.grant(token).flatMap(this::current);
    }

    private Optional<Grant> current(Grant grant) {
        return switch (grant.principal()) {
            case AgentPrincipal agent ->
                agents.find(agent.id())
                        .map(now -> new AgentPrincipal(now.id(), now.name(), now.role()))
                        .map(now -> new Grant(grant.tokenId(), now, grant.expiresAt()));
            case VisitorPrincipal visitor -> channels.find(visitor.channel()).map(_ -> grant);
            case ApiKeyPrincipal _ -> Optional.of(grant);
        };
    }
}

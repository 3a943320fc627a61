package io.kefu.server.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kefu.server.admin.Agents.Agent;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.RateLimits;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.Credentials;
import io.kefu.storage.accounts.IssuedToken;
import io.kefu.storage.accounts.Role;
import io.kefu.storage.accounts.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Agents' sign-in, sign-out and password. */
final class SessionRoutes {
    /** No agent of the configuration can have it, so it has no password either. */
    private static final String NOBODY = "\u0000nobody";

    private final Accounts accounts;
    private final Agents agents;
    private final RateLimits limits;
    private final MeRoutes me;
    private final Auditing auditing;

    record SignIn(String username, String password) {}

    record SignedIn(String token, Instant expiresAt, MeRoutes.Me agent) {}

    record PasswordChange(
            String current, @JsonProperty("new") String next) {}

    SessionRoutes(Accounts accounts, Agents agents, RateLimits limits, MeRoutes me, Auditing auditing) {
        this.accounts = accounts;
        this.agents = agents;
        this.limits = limits;
        this.me = me;
        this.auditing = auditing;
    }

    List<Route> routes() {
        return List.of(
                // Its answer holds a token in clear, so it is not kept for a repeat.
                Route.post("/api/v1/sessions", Access.ANYONE, this::signIn).repeats(Repeats.AGAIN),
                Route.delete("/api/v1/sessions/current", Access.AGENTS, this::signOut),
                auditing.supervisors(Route.put("/api/v1/me/password", Access.AGENTS, this::changePassword)));
    }

    /** An unknown agent, a wrong password and an agent without one take the same road, one hash long. */
    private Answer signIn(Call call) {
        call.requireOwnOrigin();
        limits.signIns().take(call.address());
        SignIn request = call.body(SignIn.class);
        String username = Texts.required("username", request.username(), Texts.MAX_NAME);
        String password = Texts.required("password", request.password(), 2 * Credentials.MAX_PASSWORD);
        limits.signInsOfAgent().take(Sha256.base64Url(username));
        Optional<Agent> agent = agents.find(username);
        AgentPrincipal principal = agent.map(a -> new AgentPrincipal(a.id(), a.name(), a.role()))
                .orElse(new AgentPrincipal(NOBODY, "", Role.AGENT));
        Optional<IssuedToken> issued = accounts.credentials().signIn(principal, password);
        if (agent.isPresent()) {
            auditing.signIn(call, principal, issued.isPresent());
        }
        IssuedToken token =
                issued.orElseThrow(() -> ApiException.unauthenticated("the user name or the password is wrong"));
        return Answer.created(new SignedIn(token.token(), token.expiresAt(), me.of(agent.orElseThrow())));
    }

    private Answer signOut(Call call) {
        accounts.tokens().revoke(call.grant().orElseThrow());
        return Answer.noContent();
    }

    /** Every session of the agent ends, this one too. */
    private Answer changePassword(Call call) {
        String agentId = call.principal().id();
        limits.signInsOfAgent().take(Sha256.base64Url(agentId));
        PasswordChange request = call.body(PasswordChange.class);
        String current = Texts.required("current", request.current(), 2 * Credentials.MAX_PASSWORD);
        String next = Texts.required("new", request.next(), 2 * Credentials.MAX_PASSWORD);
        if (!changed(agentId, current, next)) {
            throw ApiException.forbidden("the current password is wrong");
        }
        return Answer.noContent();
    }

    private boolean changed(String agentId, String current, String next) {
        try {
            return accounts.credentials().change(agentId, current, next);
        } catch (IllegalArgumentException e) {
            throw ApiException.badField(
                    "new", "needs " + Credentials.MIN_PASSWORD + " to " + Credentials.MAX_PASSWORD + " characters");
        }
    }
}

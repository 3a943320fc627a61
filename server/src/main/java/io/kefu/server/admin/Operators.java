package io.kefu.server.admin;

import io.kefu.server.admin.http.Caller;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.Tokens;
import java.util.Optional;

/**
 * Who may come to the admin listener: whoever can read the data directory, and programs and people with a token that has an
 * admin scope. An agent's session opens nothing here, nor does an application's key.
 */
final class Operators implements Caller {
    private final AdminToken own;
    private final Tokens tokens;

    Operators(AdminToken own, Tokens tokens) {
        this.own = own;
        this.tokens = tokens;
    }

    @Override
    public Optional<Grant> of(String token) {
        return own.of(token).or(() -> tokens.grant(token).filter(Operators::operates));
    }

    private static boolean operates(Grant grant) {
        return grant.principal() instanceof ApiKeyPrincipal key && AdminScope.any(key.scopes());
    }
}

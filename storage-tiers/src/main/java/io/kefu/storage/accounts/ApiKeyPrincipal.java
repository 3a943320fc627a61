package io.kefu.storage.accounts;

import java.util.Set;

/** A program with a key: may what its named scopes say, such as {@code messages:write}. */
public record ApiKeyPrincipal(String id, String name, Set<String> scopes) implements Principal {
    public ApiKeyPrincipal {
        scopes = Set.copyOf(scopes);
        for (String scope : scopes) {
            if (!scope.matches("[a-z_]{1,32}(:[a-z_]{1,32})?")) {
                throw new IllegalArgumentException("a scope is named like messages:write, not " + scope);
            }
        }
    }

    @Override
    public PrincipalKey key() {
        return PrincipalKey.apiKey(id);
    }
}

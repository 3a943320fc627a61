package io.kefu.storage.accounts;

import java.util.Set;

/** These tokens of {@code principal} are no longer good: whatever was opened with one of them must close now. */
public record Revocation(PrincipalKey principal, Set<String> tokenIds) {
    public Revocation {
        tokenIds = Set.copyOf(tokenIds);
    }
}

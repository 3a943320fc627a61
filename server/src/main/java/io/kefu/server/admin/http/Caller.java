package io.kefu.server.admin.http;

import io.kefu.storage.accounts.Grant;
import java.util.Optional;

/** Tells who has a token; empty for a token that is not good, whatever the reason. */
@FunctionalInterface
public interface Caller {
    Optional<Grant> of(String token);
}

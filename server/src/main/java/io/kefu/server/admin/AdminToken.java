package io.kefu.server.admin;

import io.kefu.server.admin.http.Caller;
import io.kefu.server.admin.http.SecretFile;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.RandomIds;
import io.kefu.storage.accounts.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/** The one token of the admin listener: who can read {@code admin.token} in the data directory may. */
public final class AdminToken implements Caller {
    /** No token's digest, which all other ids of tokens are. */
    private static final String ID = "admin.token";

    private static final Grant OPERATOR =
            new Grant(ID, new AgentPrincipal("kefuctl", "kefuctl", Role.ADMIN), Instant.MAX);

    private final byte[] token;

    private AdminToken(String token) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads {@code admin.token} in the data directory, or makes it at the first start. */
    public static AdminToken load(Path dataDirectory) throws IOException {
        return new AdminToken(SecretFile.loadOrCreate(dataDirectory.resolve("admin.token"), RandomIds::token));
    }

    /** Whether it is this token that was shown. */
    static boolean is(Optional<Grant> grant) {
        return grant.filter(shown -> shown.tokenId().equals(ID)).isPresent();
    }

    @Override
    public Optional<Grant> of(String given) {
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))
                ? Optional.of(OPERATOR)
                : Optional.empty();
    }
}

package io.kefu.storage.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kefu.storage.accounts.TokenRows.TokenRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/**
 * Bearer tokens: 256 random bits each, stored as their SHA-256 (a fast hash suffices for a secret of full entropy). Good
 * tokens are remembered in a cache of {@value #CACHED} entries; a revoked one is out of it before
 * {@link #revoke} or {@link #revokeAll} return, and the listeners have been told.
 */
public final class Tokens {
    /** A principal that takes more loses its oldest. */
    public static final int MAX_TOKENS_OF_A_PRINCIPAL = 32;

    /** More keys than anybody looks through. */
    public static final int MAX_LISTED = 1_000;

    static final int CACHED = 20_000;
    static final Duration TOUCH_INTERVAL = Duration.ofHours(1);
    private static final int SWEPT_AT_ONCE = 1_000;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final AccountsDatabase database;
    private final InstantSource clock;
    private final TokenLifetimes lifetimes;
    private final Cache<String, TokenRow> cache =
            Caffeine.newBuilder().maximumSize(CACHED).executor(Runnable::run).build();
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();

    public Tokens(AccountsDatabase database, InstantSource clock, TokenLifetimes lifetimes) {
        this.database = database;
        this.clock = clock;
        this.lifetimes = lifetimes;
    }

    /** {@code listener} is called after each revocation, on the thread that revoked; it must not wait. */
    public void onRevoked(Consumer<Revocation> listener) {
        listeners.add(listener);
    }

    /** A new token, on disk when this returns: 30 d sliding for a visitor, 12 h for an agent, an API key's until revoked. */
    public IssuedToken issue(Principal principal) {
        return issueIf(principal, dsl -> true).orElseThrow();
    }

    /**
     * A program's token that ends by itself.
     *
     * @param lifetime empty for one that lasts until it is revoked
     */
    public IssuedToken issue(ApiKeyPrincipal key, Optional<Duration> lifetime) {
        long end = lifetime.map(length -> clock.millis() + length.toMillis()).orElse(TokenRows.NEVER);
        return issueIf(key, dsl -> true, end).orElseThrow();
    }

    /** The newest {@value #MAX_LISTED} keys of programs that are good now, newest first; never the keys themselves. */
    public List<ApiKey> apiKeys() {
        return database.read(dsl -> TokenRows.apiKeys(dsl, clock.millis(), MAX_LISTED));
    }

    /** Issues within one transaction with {@code condition}, so that nothing can slip in between; empty when it is false. */
    Optional<IssuedToken> issueIf(Principal principal, Predicate<DSLContext> condition) {
        return issueIf(principal, condition, expiry(principal, clock.millis()));
    }

    private Optional<IssuedToken> issueIf(Principal principal, Predicate<DSLContext> condition, long expiresAt) {
        String token = RandomIds.token();
        String hash = Sha256.base64Url(token);
        var row = new TokenRow(principal, clock.millis(), expiresAt);
        Optional<Set<String>> displaced = database.write(dsl -> {
            if (!condition.test(dsl)) {
                return Optional.empty();
            }
            TokenRows.insert(dsl, hash, row);
            return Optional.of(TokenRows.deleteOldest(dsl, principal.key(), MAX_TOKENS_OF_A_PRINCIPAL));
        });
        displaced.ifPresent(gone -> forget(principal.key(), gone));
        return displaced.map(_ -> new IssuedToken(token, hash, instant(row.expiresAt())));
    }

    private long expiry(Principal principal, long now) {
        return switch (principal) {
            case VisitorPrincipal _ -> now + lifetimes.visitor().toMillis();
            case AgentPrincipal _ -> now + lifetimes.agent().toMillis();
            case ApiKeyPrincipal _ -> TokenRows.NEVER;
        };
    }

    /** Who has this token; empty for one that is unknown, malformed, expired or revoked. */
    public Optional<Principal> find(String token) {
        return grant(token).map(Grant::principal);
    }

    /** As {@link #find}, with the token's id and end. Lengthens a visitor's token, at most once an hour. */
    public Optional<Grant> grant(String token) {
        if (token == null || !FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        String hash = Sha256.base64Url(token);
        TokenRow row = cache.get(
                hash, h -> database.read(dsl -> TokenRows.find(dsl, h)).orElse(null));
        long now = clock.millis();
        if (row == null || row.expiresAt() <= now) {
            return Optional.empty();
        }
        if (row.principal() instanceof VisitorPrincipal && now - row.touchedAt() >= TOUCH_INTERVAL.toMillis()) {
            row = touch(hash, now);
        }
        return Optional.ofNullable(row).map(r -> new Grant(hash, r.principal(), instant(r.expiresAt())));
    }

    /** Inside the cache's entry lock, so that a revocation at the same time either sees the touched row or comes after. */
    private TokenRow touch(String hash, long now) {
        return cache.asMap().compute(hash, (h, row) -> {
            if (row != null && now - row.touchedAt() < TOUCH_INTERVAL.toMillis()) {
                return row;
            }
            long until = now + lifetimes.visitor().toMillis();
            return database.write(dsl -> TokenRows.touch(dsl, h, now, until) ? TokenRows.find(dsl, h) : none())
                    .orElse(null);
        });
    }

    private static Optional<TokenRow> none() {
        return Optional.empty();
    }

    /** Ends one token: a sign-out. */
    public void revoke(Grant grant) {
        PrincipalKey principal = grant.principal().key();
        forget(principal, database.write(dsl -> TokenRows.delete(dsl, principal, grant.tokenId())));
    }

    /** Ends every token of a principal: its password changed, it was removed, or its key leaked. */
    public void revokeAll(PrincipalKey principal) {
        forget(principal, database.write(dsl -> TokenRows.deleteAll(dsl, principal)));
    }

    /** After the commit that deleted them, never before: a reader in between would put them back. */
    void forget(PrincipalKey principal, Set<String> hashes) {
        if (hashes.isEmpty()) {
            return;
        }
        hashes.forEach(cache::invalidate);
        var revocation = new Revocation(principal, hashes);
        listeners.forEach(listener -> listener.accept(revocation));
    }

    /** Removes expired tokens from the disk, in steps; returns how many. */
    public int sweep() {
        long now = clock.millis();
        int all = 0;
        int step;
        do {
            step = database.write(dsl -> TokenRows.deleteExpired(dsl, now, SWEPT_AT_ONCE));
            all += step;
        } while (step == SWEPT_AT_ONCE);
        return all;
    }

    private static Instant instant(long millis) {
        return millis == TokenRows.NEVER ? Instant.MAX : Instant.ofEpochMilli(millis);
    }
}

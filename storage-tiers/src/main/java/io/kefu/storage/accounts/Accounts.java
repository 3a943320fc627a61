package io.kefu.storage.accounts;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;

/** {@code accounts.db} and what it holds. */
public final class Accounts implements AutoCloseable {
    private final AccountsDatabase database;
    private final Visitors visitors;
    private final Tokens tokens;
    private final Credentials credentials;
    private final IdempotencyKeys idempotencyKeys;

    private Accounts(AccountsDatabase database, InstantSource clock, TokenLifetimes lifetimes) {
        this.database = database;
        this.visitors = new Visitors(database, clock);
        this.tokens = new Tokens(database, clock, lifetimes);
        this.credentials = new Credentials(database, tokens, clock);
        this.idempotencyKeys = new IdempotencyKeys(database, clock);
    }

    /** Opens or creates {@code folder/accounts.db}; throws {@link AccountsException} when that cannot be done. */
    public static Accounts open(Path folder, InstantSource clock, TokenLifetimes lifetimes) {
        return new Accounts(AccountsDatabase.open(folder.resolve("accounts.db")), clock, lifetimes);
    }

    public AccountsDatabase database() {
        return database;
    }

    public Visitors visitors() {
        return visitors;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Credentials credentials() {
        return credentials;
    }

    public IdempotencyKeys idempotencyKeys() {
        return idempotencyKeys;
    }

    /**
     * Removes all that is here of a visitor: who that was, its tokens (what was opened with one closes), and the answers
     * that were remembered for it or hold one of its conversations.
     *
     * @return how many rows that were, tokens not counted
     */
    public long erase(String visitorId, Collection<String> conversations) {
        tokens.revokeAll(PrincipalKey.visitor(visitorId));
        long rows = idempotencyKeys.erase(PrincipalKey.visitor(visitorId), conversations);
        return rows + visitors.erase(visitorId);
    }

    /** Removes what has expired; to be called about once an hour. Returns how many rows went. */
    public int sweep() {
        return tokens.sweep() + idempotencyKeys.sweep();
    }

    @Override
    public void close() {
        database.close();
    }
}

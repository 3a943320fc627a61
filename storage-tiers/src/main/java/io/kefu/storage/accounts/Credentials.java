package io.kefu.storage.accounts;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Agents' passwords. A sign-in costs one Argon2id hash whether the agent exists or not, so that the time tells nothing;
 * a changed password ends every session of the agent, those that are just being opened with the old one included.
 */
public final class Credentials {
    /** In code points; the upper bound keeps hashing cheap to refuse. */
    public static final int MIN_PASSWORD = 8;

    public static final int MAX_PASSWORD = 256;

    private static final Table<Record> CREDENTIALS = table(name("credentials"));
    private static final Field<String> AGENT_ID = field(name("agent_id"), String.class);
    private static final Field<String> PASSWORD = field(name("password"), String.class);
    private static final Field<Long> CHANGED_AT = field(name("changed_at"), Long.class);

    private final AccountsDatabase database;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Argon2id argon2id = new Argon2id();
    /** What an unknown agent's password is compared with. */
    private final String nobody = Argon2id.nobodys();

    public Credentials(AccountsDatabase database, Tokens tokens, InstantSource clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** How many passwords have been hashed since the start: a meter, and how tests see that no path skips it. */
    public long hashesComputed() {
        return argon2id.computed();
    }

    public boolean exists(String agentId) {
        return database.read(dsl -> stored(dsl, agentId)).isPresent();
    }

    /**
     * Sets an agent's password and ends all its sessions, in one transaction.
     *
     * @throws IllegalArgumentException when it has not {@value #MIN_PASSWORD} to {@value #MAX_PASSWORD} characters
     * @throws TooManySignIns when too many passwords are being hashed
     */
    public void set(String agentId, String password) {
        requireLength(password);
        String phc = argon2id.hash(password);
        tokens.forget(PrincipalKey.agent(agentId), database.write(dsl -> replace(dsl, agentId, phc)));
    }

    /**
     * As {@link #set}, by the agent itself. False, with nothing changed, when {@code current} is not its password.
     *
     * @throws IllegalArgumentException when {@code next} has not the right length
     */
    public boolean change(String agentId, String current, String next) {
        requireLength(next);
        Optional<String> old = verified(agentId, current);
        if (old.isEmpty()) {
            return false;
        }
        String phc = argon2id.hash(next);
        Optional<Set<String>> ended = database.write(
                dsl -> stored(dsl, agentId).equals(old) ? Optional.of(replace(dsl, agentId, phc)) : Optional.empty());
        ended.ifPresent(gone -> tokens.forget(PrincipalKey.agent(agentId), gone));
        return ended.isPresent();
    }

    private Set<String> replace(DSLContext dsl, String agentId, String phc) {
        store(dsl, agentId, phc);
        return TokenRows.deleteAll(dsl, PrincipalKey.agent(agentId));
    }

    /** Whether this is the agent's password. False, after the same work, for an agent without one. */
    public boolean verify(String agentId, String password) {
        return verified(agentId, password).isPresent();
    }

    /** A session for the agent if the password is right and still right when the token is stored. */
    public Optional<IssuedToken> signIn(AgentPrincipal agent, String password) {
        return verified(agent.id(), password)
                .flatMap(phc -> tokens.issueIf(
                        agent,
                        dsl -> stored(dsl, agent.id()).filter(phc::equals).isPresent()));
    }

    /** The stored form that the password matched: salted, so that it also tells whether it has been replaced since. */
    private Optional<String> verified(String agentId, String password) {
        Optional<String> stored = database.read(dsl -> stored(dsl, agentId));
        boolean tooLong = password.length() > 2 * MAX_PASSWORD;
        boolean matches = argon2id.matches(tooLong ? "" : password, stored.orElse(nobody));
        return stored.filter(_ -> matches && !tooLong);
    }

    /** Forgets a removed agent's password and ends its sessions. */
    public void remove(String agentId) {
        Set<String> ended = database.write(dsl -> {
            dsl.deleteFrom(CREDENTIALS).where(AGENT_ID.eq(agentId)).execute();
            return TokenRows.deleteAll(dsl, PrincipalKey.agent(agentId));
        });
        tokens.forget(PrincipalKey.agent(agentId), ended);
    }

    private static void requireLength(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
            throw new IllegalArgumentException(
                    "a password needs " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
        }
    }

    private void store(DSLContext dsl, String agentId, String phc) {
        dsl.insertInto(CREDENTIALS)
                .set(AGENT_ID, agentId)
                .set(PASSWORD, phc)
                .set(CHANGED_AT, clock.millis())
                .onConflict(AGENT_ID)
                .doUpdate()
                .set(PASSWORD, phc)
                .set(CHANGED_AT, clock.millis())
                .execute();
    }

    private static Optional<String> stored(DSLContext dsl, String agentId) {
        return dsl.select(PASSWORD)
                .from(CREDENTIALS)
                .where(AGENT_ID.eq(agentId))
                .fetchOptional(PASSWORD);
    }
}

package io.kefu.storage.accounts;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Answers remembered by {@code Idempotency-Key}, so that a repeated POST acts once (after the IETF draft
 * draft-ietf-httpapi-idempotency-key-header). Kept for 24 h, at most {@value #MAX_KEYS} in all, the oldest going first.
 * Answers that hold secrets must not come here: they would be stored in clear.
 */
public final class IdempotencyKeys {
    public static final Duration KEPT = Duration.ofHours(24);
    public static final int MAX_KEYS = 100_000;
    public static final int MAX_KEY_LENGTH = 255;
    public static final int MAX_BODY_BYTES = 256 * 1024;
    private static final int SWEPT_AT_ONCE = 1_000;
    private static final int LOOKED_AT_ONCE = 100;

    private static final Table<Record> KEYS = table(name("idempotency_keys"));
    private static final Field<String> KIND = field(name("principal_kind"), String.class);
    private static final Field<String> PRINCIPAL_ID = field(name("principal_id"), String.class);
    private static final Field<String> KEY = field(name("idem_key"), String.class);
    private static final Field<String> FINGERPRINT = field(name("fingerprint"), String.class);
    private static final Field<Integer> STATUS = field(name("status"), Integer.class);
    private static final Field<byte[]> BODY = field(name("body"), byte[].class);
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    /** Named, since fields of {@code *} would come untyped. */
    private static final List<Field<?>> COLUMNS = List.of(FINGERPRINT, STATUS, BODY);

    private final AccountsDatabase database;
    private final InstantSource clock;
    /** In memory, so that a crash in the middle of a request frees its key; bounded by the requests in flight. */
    private final Set<Name> inProgress = ConcurrentHashMap.newKeySet();

    private record Name(PrincipalKey principal, String key) {}

    /** What a key says about a request. */
    public sealed interface Attempt {}

    /** The key is new. The one who holds this does the work; closing it without completing frees the key. */
    public final class Begun implements Attempt, AutoCloseable {
        private final Name name;
        private final String fingerprint;

        private Begun(Name name, String fingerprint) {
            this.name = name;
            this.fingerprint = fingerprint;
        }

        /** Remembers the answer. One larger than {@value IdempotencyKeys#MAX_BODY_BYTES} bytes is not remembered. */
        public void complete(int status, byte[] body) {
            if (body.length <= MAX_BODY_BYTES) {
                store(name, fingerprint, status, body);
            }
        }

        @Override
        public void close() {
            inProgress.remove(name);
        }
    }

    /** The same request was answered before, with this. */
    // The body is never changed by anyone; a copy at each turn would only cost.
    @SuppressWarnings("ArrayRecordComponent")
    public record Answered(int status, byte[] body) implements Attempt {}

    /** The key was used for another request: a mistake of the client. */
    public record Mismatch() implements Attempt {}

    /** The first request with this key is still being worked on. */
    public record InProgress() implements Attempt {}

    public IdempotencyKeys(AccountsDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What this key says about a request.
     *
     * @param fingerprint a digest of method, path and body: the same key with another one is a {@link Mismatch}
     */
    public Attempt begin(PrincipalKey principal, String key, String fingerprint) {
        var name = new Name(principal, key);
        if (!inProgress.add(name)) {
            return new InProgress();
        }
        boolean begun = false;
        try {
            Optional<Attempt> earlier = database.read(dsl -> earlier(dsl, name, fingerprint));
            begun = earlier.isEmpty();
            return earlier.orElseGet(() -> new Begun(name, fingerprint));
        } finally {
            if (!begun) {
                inProgress.remove(name);
            }
        }
    }

    private Optional<Attempt> earlier(DSLContext dsl, Name name, String fingerprint) {
        return dsl.select(COLUMNS)
                .from(KEYS)
                .where(is(name))
                .and(CREATED_AT.gt(clock.millis() - KEPT.toMillis()))
                .fetchOptional(row -> row.get(FINGERPRINT).equals(fingerprint)
                        ? new Answered(row.get(STATUS), row.get(BODY))
                        : new Mismatch());
    }

    private void store(Name name, String fingerprint, int status, byte[] body) {
        database.write(dsl -> {
            dsl.deleteFrom(KEYS).where(is(name)).execute();
            return dsl.insertInto(KEYS)
                    .set(KIND, name.principal().kind().name())
                    .set(PRINCIPAL_ID, name.principal().id())
                    .set(KEY, name.key())
                    .set(FINGERPRINT, fingerprint)
                    .set(STATUS, status)
                    .set(BODY, body)
                    .set(CREATED_AT, clock.millis())
                    .execute();
        });
    }

    private static Condition is(Name name) {
        return KIND.eq(name.principal().kind().name())
                .and(PRINCIPAL_ID.eq(name.principal().id()))
                .and(KEY.eq(name.key()));
    }

    /** Removes what is older than 24 h, then the oldest beyond {@value #MAX_KEYS}; returns how many. */
    public int sweep() {
        long dead = clock.millis() - KEPT.toMillis();
        int all = 0;
        int step;
        do {
            step = database.write(dsl -> deleteOldest(dsl, dead));
            all += step;
        } while (step == SWEPT_AT_ONCE);
        return all;
    }

    /**
     * Removes the answers given to a principal, and those that name it or one of the conversations; how many those were.
     * Looks through all of them, some at a time, and holds up no write meanwhile.
     */
    long erase(PrincipalKey principal, Collection<String> conversations) {
        long rows = database.write(dsl -> dsl.deleteFrom(KEYS)
                .where(KIND.eq(principal.kind().name()).and(PRINCIPAL_ID.eq(principal.id())))
                .execute());
        Set<String> ids = new HashSet<>(conversations);
        ids.add(principal.id());
        Naming naming = new Naming(ids);
        Name last = FIRST;
        for (List<Named> some = slice(last, naming); !some.isEmpty(); some = slice(last, naming)) {
            last = some.getLast().name();
            List<Name> doomed =
                    some.stream().filter(Named::isOne).map(Named::name).toList();
            rows += doomed.isEmpty() ? 0 : database.write(dsl -> delete(dsl, doomed));
        }
        return rows;
    }

    /** Before all others: of the kind that comes first by its name. */
    private static final Name FIRST = new Name(PrincipalKey.agent(""), "");

    /** @param isOne whether the answer names one that is looked for */
    private record Named(Name name, boolean isOne) {}

    private List<Named> slice(Name after, Naming naming) {
        return database.read(dsl -> dsl.select(KIND, PRINCIPAL_ID, KEY, BODY)
                .from(KEYS)
                .where(row(KIND, PRINCIPAL_ID, KEY)
                        .gt(after.principal().kind().name(), after.principal().id(), after.key()))
                .orderBy(KIND, PRINCIPAL_ID, KEY)
                .limit(LOOKED_AT_ONCE)
                .fetch(found -> new Named(
                        new Name(
                                new PrincipalKey(PrincipalKey.Kind.valueOf(found.value1()), found.value2()),
                                found.value3()),
                        naming.isIn(found.value4()))));
    }

    private static int delete(DSLContext dsl, List<Name> names) {
        return names.stream()
                .mapToInt(each -> dsl.deleteFrom(KEYS).where(is(each)).execute())
                .sum();
    }

    private static int deleteOldest(DSLContext dsl, long dead) {
        int tooMany = Math.max(0, dsl.fetchCount(KEYS) - MAX_KEYS);
        int old =
                dsl.fetchCount(select(KEY).from(KEYS).where(CREATED_AT.le(dead)).limit(SWEPT_AT_ONCE));
        int limit = Math.min(SWEPT_AT_ONCE, Math.max(tooMany, old));
        return dsl.execute(
                "DELETE FROM idempotency_keys WHERE (principal_kind, principal_id, idem_key) IN (SELECT principal_kind,"
                        + " principal_id, idem_key FROM idempotency_keys ORDER BY created_at LIMIT ?)",
                limit);
    }
}

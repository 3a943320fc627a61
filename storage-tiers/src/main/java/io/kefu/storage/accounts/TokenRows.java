package io.kefu.storage.accounts;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;

/** The tokens table: hashes, never tokens. */
final class TokenRows {
    /** In {@code expires_at}: until revoked. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Table<Record> TOKENS = table(name("tokens"));
    private static final Field<String> HASH = text("hash");
    private static final Field<String> KIND = text("kind");
    private static final Field<String> PRINCIPAL_ID = text("principal_id");
    private static final Field<String> NAME = text("name");
    private static final Field<String> CHANNEL = text("channel");
    private static final Field<String> ROLE = text("role");
    private static final Field<String> SCOPES = text("scopes");
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    private static final Field<Long> TOUCHED_AT = field(name("touched_at"), Long.class);
    private static final Field<Long> EXPIRES_AT = field(name("expires_at"), Long.class);
    /** Named, since fields of {@code *} would come untyped. */
    private static final List<Field<?>> COLUMNS =
            List.of(HASH, KIND, PRINCIPAL_ID, NAME, CHANNEL, ROLE, SCOPES, CREATED_AT, TOUCHED_AT, EXPIRES_AT);

    private TokenRows() {}

    record TokenRow(Principal principal, long touchedAt, long expiresAt) {}

    private static Field<String> text(String column) {
        return field(name(column), String.class);
    }

    static void insert(DSLContext dsl, String hash, TokenRow row) {
        dsl.insertInto(TOKENS)
                .set(HASH, hash)
                .set(KIND, row.principal().key().kind().name())
                .set(PRINCIPAL_ID, row.principal().id())
                .set(CREATED_AT, row.touchedAt())
                .set(TOUCHED_AT, row.touchedAt())
                .set(EXPIRES_AT, row.expiresAt())
                .set(particulars(row.principal()))
                .execute();
    }

    private static Map<Field<String>, String> particulars(Principal principal) {
        return switch (principal) {
            case VisitorPrincipal v -> Map.of(CHANNEL, v.channel(), NAME, "", ROLE, "", SCOPES, "");
            case AgentPrincipal a ->
                Map.of(CHANNEL, "", NAME, a.name(), ROLE, a.role().name(), SCOPES, "");
            case ApiKeyPrincipal k ->
                Map.of(CHANNEL, "", NAME, k.name(), ROLE, "", SCOPES, String.join(" ", k.scopes()));
        };
    }

    static Optional<TokenRow> find(DSLContext dsl, String hash) {
        return dsl.select(COLUMNS).from(TOKENS).where(HASH.eq(hash)).fetchOptional(TokenRows::row);
    }

    /** The newest {@code most} tokens of programs that are good then, newest first. */
    static List<ApiKey> apiKeys(DSLContext dsl, long now, int most) {
        return dsl.select(COLUMNS)
                .from(TOKENS)
                .where(KIND.eq(PrincipalKey.Kind.API_KEY.name()).and(EXPIRES_AT.gt(now)))
                .orderBy(CREATED_AT.desc(), PRINCIPAL_ID)
                .limit(most)
                .fetch(row -> new ApiKey(
                        (ApiKeyPrincipal) row(row).principal(),
                        Instant.ofEpochMilli(row.get(CREATED_AT)),
                        row.get(EXPIRES_AT) == NEVER
                                ? Optional.empty()
                                : Optional.of(Instant.ofEpochMilli(row.get(EXPIRES_AT)))));
    }

    /** The tokens of the visitor with this id. */
    static Select<?> ofVisitor(Field<String> visitorId) {
        return select(HASH)
                .from(TOKENS)
                .where(KIND.eq(PrincipalKey.Kind.VISITOR.name()).and(PRINCIPAL_ID.eq(visitorId)));
    }

    /** False when the token is gone. */
    static boolean touch(DSLContext dsl, String hash, long touchedAt, long expiresAt) {
        return dsl.update(TOKENS)
                        .set(TOUCHED_AT, touchedAt)
                        .set(EXPIRES_AT, expiresAt)
                        .where(HASH.eq(hash))
                        .execute()
                == 1;
    }

    static Set<String> deleteAll(DSLContext dsl, PrincipalKey principal) {
        return delete(dsl, of(principal));
    }

    static Set<String> delete(DSLContext dsl, PrincipalKey principal, String hash) {
        return delete(dsl, of(principal).and(HASH.eq(hash)));
    }

    /** Deletes all but the {@code keep} newest. */
    static Set<String> deleteOldest(DSLContext dsl, PrincipalKey principal, int keep) {
        return delete(
                dsl,
                HASH.in(select(HASH)
                        .from(TOKENS)
                        .where(of(principal))
                        .orderBy(CREATED_AT.desc())
                        .limit(Integer.MAX_VALUE)
                        .offset(keep)));
    }

    static int deleteExpired(DSLContext dsl, long now, int atMost) {
        return delete(
                        dsl,
                        HASH.in(select(HASH)
                                .from(TOKENS)
                                .where(EXPIRES_AT.le(now))
                                .limit(atMost)))
                .size();
    }

    private static Set<String> delete(DSLContext dsl, Condition which) {
        return new HashSet<>(dsl.deleteFrom(TOKENS).where(which).returning(HASH).fetch(HASH));
    }

    private static Condition of(PrincipalKey principal) {
        return KIND.eq(principal.kind().name()).and(PRINCIPAL_ID.eq(principal.id()));
    }

    private static TokenRow row(Record row) {
        String id = row.get(PRINCIPAL_ID);
        Principal principal = switch (PrincipalKey.Kind.valueOf(row.get(KIND))) {
            case VISITOR -> new VisitorPrincipal(id, row.get(CHANNEL));
            case AGENT -> new AgentPrincipal(id, row.get(NAME), Role.valueOf(row.get(ROLE)));
            case API_KEY -> new ApiKeyPrincipal(id, row.get(NAME), scopes(row.get(SCOPES)));
        };
        return new TokenRow(principal, row.get(TOUCHED_AT), row.get(EXPIRES_AT));
    }

    private static Set<String> scopes(String joined) {
        return joined.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(joined.split(" ", -1)));
    }
}

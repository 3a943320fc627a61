package io.kefu.storage.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** The visitors of all channels. What a call returned is on disk. */
public final class Visitors {
    private final AccountsDatabase database;
    private final InstantSource clock;

    public Visitors(AccountsDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A new anonymous visitor. Its tags are none, whatever {@code profile} says: only a signed identity gives tags. */
    public Visitor create(String channel, VisitorProfile profile) {
        return database.write(dsl -> insert(dsl, channel, Optional.empty(), profile.withoutTags()));
    }

    /**
     * The one visitor of {@code channel} with that external id: made if it is new, else brought up to date. Any number of
     * calls at the same time get the same visitor.
     */
    public Visitor identified(String channel, String externalId, VisitorProfile profile) {
        return database.write(dsl -> byExternal(dsl, channel, externalId)
                .map(known -> update(dsl, known, profile))
                .orElseGet(() -> insert(dsl, channel, Optional.of(externalId), profile)));
    }

    /** Brings the visitor's own words up to date; tags stay. Empty when there is no such visitor. */
    public Optional<Visitor> update(String id, VisitorProfile profile) {
        return database.write(dsl ->
                VisitorRows.find(dsl, VisitorRows.ID.eq(id)).map(known -> update(dsl, known, profile.withoutTags())));
    }

    public Optional<Visitor> byId(String id) {
        return database.read(dsl -> VisitorRows.find(dsl, VisitorRows.ID.eq(id)));
    }

    public Optional<Visitor> byExternal(String channel, String externalId) {
        return database.read(dsl -> byExternal(dsl, channel, externalId));
    }

    /**
     * Anonymous visitors of the day before and earlier who have no token left: nobody can come back as one of them.
     *
     * @param after the last one that was seen, empty for the first
     */
    public List<String> unreachable(String after, int atMost) {
        return database.read(dsl -> VisitorRows.unreachable(dsl, after, aDayAgo(), atMost));
    }

    /** Removes one that {@link #unreachable} gave, when it still is; who has a conversation should stay. */
    public boolean forget(String id) {
        return database.write(dsl -> VisitorRows.deleteUnreachable(dsl, id, aDayAgo()));
    }

    /** Removes one, whatever it has; how many rows that were. */
    int erase(String id) {
        return database.write(dsl -> VisitorRows.delete(dsl, id));
    }

    private long aDayAgo() {
        return clock.millis() - Duration.ofDays(1).toMillis();
    }

    private static Optional<Visitor> byExternal(DSLContext dsl, String channel, String externalId) {
        return VisitorRows.find(dsl, VisitorRows.CHANNEL.eq(channel).and(VisitorRows.EXTERNAL_ID.eq(externalId)));
    }

    private Visitor insert(DSLContext dsl, String channel, Optional<String> externalId, VisitorProfile profile) {
        Instant now = now();
        var visitor = new Visitor(
                RandomIds.id(),
                channel,
                externalId,
                profile.name(),
                profile.locale(),
                profile.page(),
                profile.tags().orElse(Map.of()),
                profile.details(),
                now,
                now);
        VisitorRows.insert(dsl, visitor);
        return visitor;
    }

    private Visitor update(DSLContext dsl, Visitor known, VisitorProfile profile) {
        var details = new HashMap<>(known.details());
        details.putAll(profile.details());
        var visitor = new Visitor(
                known.id(),
                known.channel(),
                known.externalId(),
                orElse(profile.name(), known.name()),
                orElse(profile.locale(), known.locale()),
                profile.page().equals(Page.UNKNOWN) ? known.page() : profile.page(),
                profile.tags().orElse(known.tags()),
                details,
                known.createdAt(),
                now());
        VisitorRows.update(dsl, visitor);
        return visitor;
    }

    private static String orElse(String value, String fallback) {
        return value.isEmpty() ? fallback : value;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}

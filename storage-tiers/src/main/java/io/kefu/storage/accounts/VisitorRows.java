package io.kefu.storage.accounts;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The visitors table. */
final class VisitorRows {
    static final Field<String> ID = text("id");
    static final Field<String> CHANNEL = text("channel");
    static final Field<String> EXTERNAL_ID = text("external_id");
    private static final Field<String> NAME = text("name");
    private static final Field<String> LOCALE = text("locale");
    private static final Field<String> URL = text("page_url");
    private static final Field<String> TITLE = text("page_title");
    private static final Field<String> REFERRER = text("page_referrer");
    private static final Field<String> TAGS = text("tags");
    private static final Field<String> DETAILS = text("details");
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    private static final Field<Long> UPDATED_AT = field(name("updated_at"), Long.class);
    /** Named, since fields of {@code *} would come untyped. */
    private static final List<Field<?>> COLUMNS = List.of(
            ID, CHANNEL, EXTERNAL_ID, NAME, LOCALE, URL, TITLE, REFERRER, TAGS, DETAILS, CREATED_AT, UPDATED_AT);

    private static final Table<Record> VISITORS = table(name("visitors"));
    private static final JsonMapper JSON = JsonMapper.shared();

    private VisitorRows() {}

    private static Field<String> text(String column) {
        return field(name(column), String.class);
    }

    static Optional<Visitor> find(DSLContext dsl, Condition which) {
        return dsl.select(COLUMNS).from(VISITORS).where(which).fetchOptional(VisitorRows::visitor);
    }

    /** Anonymous visitors without a token, in the order of their ids. */
    static List<String> unreachable(DSLContext dsl, String after, long createdBefore, int atMost) {
        return dsl.select(ID)
                .from(VISITORS)
                .where(ID.gt(after).and(unreachable(createdBefore)))
                .orderBy(ID)
                .limit(atMost)
                .fetch(ID);
    }

    static boolean deleteUnreachable(DSLContext dsl, String id, long createdBefore) {
        return dsl.deleteFrom(VISITORS)
                        .where(ID.eq(id).and(unreachable(createdBefore)))
                        .execute()
                == 1;
    }

    static int delete(DSLContext dsl, String id) {
        return dsl.deleteFrom(VISITORS).where(ID.eq(id)).execute();
    }

    private static Condition unreachable(long createdBefore) {
        return EXTERNAL_ID
                .isNull()
                .and(CREATED_AT.lt(createdBefore))
                .andNotExists(TokenRows.ofVisitor(field(name("visitors", "id"), String.class)));
    }

    static void insert(DSLContext dsl, Visitor visitor) {
        dsl.insertInto(VISITORS)
                .set(ID, visitor.id())
                .set(CHANNEL, visitor.channel())
                .set(EXTERNAL_ID, visitor.externalId().orElse(null))
                .set(CREATED_AT, visitor.createdAt().toEpochMilli())
                .set(mutable(visitor))
                .execute();
    }

    static void update(DSLContext dsl, Visitor visitor) {
        dsl.update(VISITORS).set(mutable(visitor)).where(ID.eq(visitor.id())).execute();
    }

    private static Map<Field<?>, Object> mutable(Visitor visitor) {
        var values = new LinkedHashMap<Field<?>, Object>();
        values.put(NAME, visitor.name());
        values.put(LOCALE, visitor.locale());
        values.put(URL, visitor.page().url());
        values.put(TITLE, visitor.page().title());
        values.put(REFERRER, visitor.page().referrer());
        values.put(TAGS, JSON.writeValueAsString(visitor.tags()));
        values.put(DETAILS, JSON.writeValueAsString(visitor.details()));
        values.put(UPDATED_AT, visitor.updatedAt().toEpochMilli());
        return values;
    }

    private static Visitor visitor(Record row) {
        return new Visitor(
                row.get(ID),
                row.get(CHANNEL),
                Optional.ofNullable(row.get(EXTERNAL_ID)),
                row.get(NAME),
                row.get(LOCALE),
                new Page(row.get(URL), row.get(TITLE), row.get(REFERRER)),
                map(row.get(TAGS)),
                map(row.get(DETAILS)),
                Instant.ofEpochMilli(row.get(CREATED_AT)),
                Instant.ofEpochMilli(row.get(UPDATED_AT)));
    }

    private static Map<String, Object> map(String json) {
        return JSON.readValue(json, new TypeReference<Map<String, Object>>() {});
    }
}

package io.kefu.storage.files;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The table of contents that may be in their place though no file has them. */
final class LooseRows {
    private static final Table<Record> LOOSE = table(name("loose_contents"));
    private static final Field<String> DIGEST = field(name("digest"), String.class);

    private LooseRows() {}

    static void add(DSLContext dsl, String digest) {
        dsl.insertInto(LOOSE).set(DIGEST, digest).onConflictDoNothing().execute();
    }

    static long count(DSLContext dsl) {
        return dsl.fetchCount(LOOSE);
    }

    static void delete(DSLContext dsl, Collection<String> digests) {
        dsl.deleteFrom(LOOSE).where(DIGEST.in(digests)).execute();
    }

    static List<String> after(DSLContext dsl, String digest, int atMost) {
        return dsl.select(DIGEST)
                .from(LOOSE)
                .where(DIGEST.gt(digest))
                .orderBy(DIGEST)
                .limit(atMost)
                .fetch(DIGEST);
    }
}

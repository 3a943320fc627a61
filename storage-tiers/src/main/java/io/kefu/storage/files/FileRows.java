package io.kefu.storage.files;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.accounts.PrincipalKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The table of files. */
final class FileRows {
    private static final Table<Record> FILES = table(name("files"));
    private static final Field<String> ID = text("id");
    private static final Field<String> DIGEST = text("digest");
    private static final Field<String> OWNER_KIND = text("owner_kind");
    private static final Field<String> OWNER_ID = text("owner_id");
    private static final Field<String> NAME = text("name");
    private static final Field<String> MIME_TYPE = text("mime_type");
    private static final Field<Long> SIZE = field(name("size"), Long.class);
    private static final Field<Integer> WIDTH = field(name("width"), Integer.class);
    private static final Field<Integer> HEIGHT = field(name("height"), Integer.class);
    private static final Field<String> THUMBNAIL_ID = text("thumbnail_id");
    private static final Field<String> THUMBNAIL_OF = text("thumbnail_of");
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    private static final Field<String> FILES_ID = field(name("files", "id"), String.class);
    /** Named, since fields of {@code *} would come untyped. */
    private static final List<Field<?>> COLUMNS = List.of(
            ID,
            DIGEST,
            OWNER_KIND,
            OWNER_ID,
            NAME,
            MIME_TYPE,
            SIZE,
            WIDTH,
            HEIGHT,
            THUMBNAIL_ID,
            THUMBNAIL_OF,
            CREATED_AT);

    private FileRows() {}

    private static Field<String> text(String column) {
        return field(name(column), String.class);
    }

    static void insert(DSLContext dsl, StoredFile file) {
        dsl.insertInto(FILES)
                .set(ID, file.id())
                .set(DIGEST, file.digest())
                .set(OWNER_KIND, file.owner().kind().name())
                .set(OWNER_ID, file.owner().id())
                .set(NAME, file.name())
                .set(MIME_TYPE, file.type().mime())
                .set(SIZE, file.size())
                .set(WIDTH, file.width())
                .set(HEIGHT, file.height())
                .set(THUMBNAIL_ID, file.thumbnailId().orElse(""))
                .set(THUMBNAIL_OF, file.thumbnailOf().orElse(""))
                .set(CREATED_AT, file.createdAt().toEpochMilli())
                .execute();
    }

    /** How many bytes this adds to the store, as nobody had them. */
    static long add(DSLContext dsl, StoredFile file) {
        long added = used(dsl, file.digest()) ? 0 : file.size();
        insert(dsl, file);
        return added;
    }

    static Optional<StoredFile> find(DSLContext dsl, String id) {
        return dsl.select(COLUMNS).from(FILES).where(ID.eq(id)).fetchOptional(FileRows::file);
    }

    /** The same bytes under two ids count once. */
    static long bytes(DSLContext dsl) {
        return dsl.select(DSL.coalesce(DSL.sum(SIZE), BigDecimal.ZERO))
                .from(DSL.selectDistinct(DIGEST, SIZE).from(FILES))
                .fetchSingle()
                .value1()
                .longValue();
    }

    /** Originals. */
    static long count(DSLContext dsl) {
        return dsl.selectCount()
                .from(FILES)
                .where(THUMBNAIL_OF.eq(""))
                .fetchSingle()
                .value1();
    }

    static boolean used(DSLContext dsl, String digest) {
        return dsl.fetchExists(selectOne().from(FILES).where(DIGEST.eq(digest)));
    }

    /** Originals that were there before and that no sent message shows. */
    static List<StoredFile> unsent(DSLContext dsl, long before, int atMost) {
        return dsl.select(COLUMNS)
                .from(FILES)
                .where(CREATED_AT.lt(before))
                .and(THUMBNAIL_OF.eq(""))
                .and(FileReferenceRows.nobodySent(FILES_ID))
                .limit(atMost)
                .fetch(FileRows::file);
    }

    /** Originals that none of some conversations shows. */
    static List<StoredFile> ofOwner(DSLContext dsl, PrincipalKey owner, Collection<String> besides, int atMost) {
        return dsl.select(COLUMNS)
                .from(FILES)
                .where(OWNER_KIND.eq(owner.kind().name()))
                .and(OWNER_ID.eq(owner.id()))
                .and(THUMBNAIL_OF.eq(""))
                .and(FileReferenceRows.shownInNone(FILES_ID, besides))
                .limit(atMost)
                .fetch(FileRows::file);
    }

    static void delete(DSLContext dsl, String id) {
        dsl.deleteFrom(FILES).where(ID.eq(id)).execute();
    }

    private static StoredFile file(Record row) {
        return new StoredFile(
                row.get(ID),
                row.get(DIGEST),
                new PrincipalKey(PrincipalKey.Kind.valueOf(row.get(OWNER_KIND)), row.get(OWNER_ID)),
                row.get(NAME),
                MediaType.of(row.get(MIME_TYPE)),
                row.get(SIZE),
                row.get(WIDTH),
                row.get(HEIGHT),
                Optional.of(row.get(THUMBNAIL_ID)).filter(id -> !id.isEmpty()),
                Optional.of(row.get(THUMBNAIL_OF)).filter(id -> !id.isEmpty()),
                Instant.ofEpochMilli(row.get(CREATED_AT)));
    }
}

package io.kefu.storage.files;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The tables of the conversations that show a file, and of how far the journal was looked through for them. */
final class FileReferenceRows {
    private static final Table<Record> SHOWN = table(name("file_conversations"));
    private static final Table<Record> CURSOR = table(name("file_cursor"));
    private static final Table<Record> FILES = table(name("files"));
    private static final Field<String> FILE_ID = field(name("file_id"), String.class);
    private static final Field<String> CONVERSATION_ID = field(name("conversation_id"), String.class);
    private static final Field<Long> SENT_AT = field(name("sent_at"), Long.class);
    private static final Field<String> ID = field(name("id"), String.class);
    private static final Field<String> THUMBNAIL_OF = field(name("thumbnail_of"), String.class);
    private static final Field<Integer> ONE = field(name("one"), Integer.class);
    private static final Field<Long> NEXT = field(name("next"), Long.class);

    private FileReferenceRows() {}

    /** Its message may never come. */
    static void show(DSLContext dsl, String fileId, String conversationId) {
        dsl.insertInto(SHOWN)
                .set(FILE_ID, fileId)
                .set(CONVERSATION_ID, conversationId)
                .set(SENT_AT, 0L)
                .onConflictDoNothing()
                .execute();
    }

    /** Its message is in the journal. Of a file that is gone nothing is noted. */
    static void sent(DSLContext dsl, FileReference sent) {
        if (!dsl.fetchExists(selectOne().from(FILES).where(ID.eq(sent.fileId())))) {
            return;
        }
        show(dsl, sent.fileId(), sent.conversationId());
        dsl.update(SHOWN)
                .set(SENT_AT, sent.sentAtMillis())
                .where(FILE_ID.eq(sent.fileId()))
                .and(CONVERSATION_ID.eq(sent.conversationId()))
                .and(SENT_AT.lt(sent.sentAtMillis()))
                .execute();
    }

    /** A thumbnail is shown where its picture is. */
    static List<String> conversations(DSLContext dsl, String fileId, int atMost) {
        return dsl.select(CONVERSATION_ID)
                .from(SHOWN)
                .where(FILE_ID.eq(fileId)
                        .or(FILE_ID.eq(select(THUMBNAIL_OF).from(FILES).where(ID.eq(fileId)))))
                .limit(atMost)
                .fetch(CONVERSATION_ID);
    }

    static Condition nobodySent(Field<String> fileId) {
        return notExists(selectOne().from(SHOWN).where(FILE_ID.eq(fileId)).and(SENT_AT.gt(0L)));
    }

    static Condition shownInNone(Field<String> fileId, Collection<String> conversations) {
        return conversations.isEmpty()
                ? noCondition()
                : notExists(selectOne().from(SHOWN).where(FILE_ID.eq(fileId)).and(CONVERSATION_ID.in(conversations)));
    }

    static boolean shown(DSLContext dsl, String fileId) {
        return dsl.fetchExists(selectOne().from(SHOWN).where(FILE_ID.eq(fileId)));
    }

    static List<String> filesOf(DSLContext dsl, Collection<String> conversations) {
        return dsl.selectDistinct(FILE_ID)
                .from(SHOWN)
                .where(CONVERSATION_ID.in(conversations))
                .fetch(FILE_ID);
    }

    static void deleteOf(DSLContext dsl, Collection<String> conversations) {
        dsl.deleteFrom(SHOWN).where(CONVERSATION_ID.in(conversations)).execute();
    }

    static void deleteOfFile(DSLContext dsl, String fileId) {
        dsl.deleteFrom(SHOWN).where(FILE_ID.eq(fileId)).execute();
    }

    static void delete(DSLContext dsl, FileReference reference) {
        dsl.deleteFrom(SHOWN)
                .where(FILE_ID.eq(reference.fileId()))
                .and(CONVERSATION_ID.eq(reference.conversationId()))
                .execute();
    }

    /** Those whose last message was sent before, in the order of their age, behind {@code after}. */
    static List<FileReference> sentBefore(DSLContext dsl, long before, FileReference after, int atMost) {
        return dsl.select(FILE_ID, CONVERSATION_ID, SENT_AT)
                .from(SHOWN)
                .where(SENT_AT.gt(0L).and(SENT_AT.lt(before)))
                .and(row(SENT_AT, FILE_ID, CONVERSATION_ID)
                        .gt(after.sentAtMillis(), after.fileId(), after.conversationId()))
                .orderBy(SENT_AT, FILE_ID, CONVERSATION_ID)
                .limit(atMost)
                .fetch(found -> new FileReference(found.value1(), found.value2(), found.value3()));
    }

    static OptionalLong cursor(DSLContext dsl) {
        return dsl.select(NEXT).from(CURSOR).fetch(NEXT).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    static void moveCursor(DSLContext dsl, long next) {
        dsl.insertInto(CURSOR)
                .set(ONE, 1)
                .set(NEXT, next)
                .onConflict(ONE)
                .doUpdate()
                .set(NEXT, next)
                .execute();
    }
}

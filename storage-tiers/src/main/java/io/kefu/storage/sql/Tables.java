package io.kefu.storage.sql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The names that statements are built of: those of the migrations, alike on every engine. */
public final class Tables {
    static {
        Jooq.load();
    }

    /** The tier's cursor, and how often something was removed. */
    public static final Table<Record> MARK = table(name("mark"));

    public static final Field<String> MARK_NAME = field(name("name"), String.class);
    public static final Field<Long> MARK_VALUE = field(name("value"), Long.class);

    /** The numbers of conversations. */
    public static final Table<Record> THREAD = table(name("thread")).as("t");

    public static final Field<Long> THREAD_NUM = field(name("t", "num"), Long.class);
    public static final Field<String> THREAD_ID = field(name("t", "id"), String.class);
    public static final Field<String> THREAD_VISITOR = field(name("t", "visitor"), String.class);

    /** The months that have tables. */
    public static final Table<Record> MONTH = table(name("month"));

    public static final Field<Integer> MONTH_NUMBER = field(name("month"), Integer.class);
    public static final Field<Long> MONTH_MESSAGES = field(name("messages"), Long.class);

    /** In which months a conversation has messages. */
    public static final Table<Record> SPAN = table(name("span"));

    public static final Field<Long> SPAN_THREAD = field(name("thread"), Long.class);
    public static final Field<Integer> SPAN_MONTH = field(name("month"), Integer.class);
    public static final Field<Long> SPAN_FIRST = field(name("first_seq"), Long.class);
    public static final Field<Long> SPAN_LAST = field(name("last_seq"), Long.class);

    /** Columns of messages, under the alias {@code m}. */
    public static final Field<Long> MESSAGE_THREAD = field(name("m", "thread"), Long.class);

    public static final Field<Long> MESSAGE_SEQ = field(name("m", "seq"), Long.class);
    public static final Field<Integer> MESSAGE_DAY = field(name("m", "day"), Integer.class);

    public static final Field<String> MESSAGE_CHANNEL = field(name("m", "channel"), String.class);

    /** What {@link MessageRow} reads, in its order. */
    public static final List<Field<?>> MESSAGE_COLUMNS = Stream.of(
                    "thread",
                    "seq",
                    "epoch",
                    "channel",
                    "author_kind",
                    "author",
                    "sent_at",
                    "internal",
                    "text",
                    "body",
                    "amend_kind",
                    "amend_by",
                    "amend_text")
            .<Field<?>>map(column -> field(name("m", column)))
            .toList();

    /** {@link #MESSAGE_COLUMNS} and whose the conversation is. */
    public static final List<Field<?>> WHOLE_MESSAGE = Stream.concat(
                    MESSAGE_COLUMNS.stream(), Stream.of(THREAD_ID, THREAD_VISITOR))
            .toList();

    /** Columns of words, under the alias {@code w}. */
    public static final Field<Long> WORDS_THREAD = field(name("w", "thread"), Long.class);

    public static final Field<Long> WORDS_SEQ = field(name("w", "seq"), Long.class);
    public static final Field<Long> WORDS_AT = field(name("w", "sent_at"), Long.class);
    public static final Field<String> WORDS_CHANNEL = field(name("w", "channel"), String.class);
    public static final Field<String> WORDS_AGENT = field(name("w", "agent"), String.class);

    /** The conversations' list. */
    public static final Table<Record> CONVERSATION = table(name("conversation")).as("c");

    public static final Field<String> CONVERSATION_ID = field(name("c", "id"), String.class);
    public static final Field<String> CONVERSATION_STATE = field(name("c", "state"), String.class);
    public static final Field<String> CONVERSATION_TEAM = field(name("c", "team"), String.class);
    public static final Field<String> CONVERSATION_AGENT = field(name("c", "agent"), String.class);
    public static final Field<String> CONVERSATION_CHANNEL = field(name("c", "channel"), String.class);
    public static final Field<String> CONVERSATION_VISITOR = field(name("c", "visitor"), String.class);
    public static final Field<Long> CONVERSATION_UPDATED = field(name("c", "updated_at"), Long.class);

    private Tables() {}

    /** The table of a month's messages. */
    public static String messages(int month) {
        return "message_" + Months.suffix(month);
    }

    /** The table of a month's words. */
    public static String words(int month) {
        return "words_" + Months.suffix(month);
    }
}

package io.kefu.bench.storage;

import io.kefu.storage.tier.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Messages of a shop's customer service, the same for the same seed: one conversation of 10,000 messages, a deep one of a
 * fifth of all, and the rest in conversations of 20, over 90 days. Text is Chinese with a third of English, 8 to 120
 * characters, of words as they are used: a few in every tenth message, most in one of hundreds.
 */
public final class Corpus {
    public static final String LONG = "long";
    public static final String DEEP = "deep";
    public static final int LONG_MESSAGES = 10_000;

    private static final int PER_CONVERSATION = 20;
    private static final Duration SPAN = Duration.ofDays(90);
    private static final List<String> COMMON = List.of("您好", "请问", "订单", "谢谢", "可以", "退款", "发货", "快递");
    private static final List<String> ENGLISH =
            List.of("order", "refund", "please", "shipping", "invoice", "address", "coupon", "size", "thanks", "when");

    private final long messages;
    private final Instant first;

    /** So many messages, the last of them from the given moment. */
    public Corpus(long messages, Instant last) {
        this.messages = messages;
        this.first = last.minus(SPAN);
    }

    public long messages() {
        return messages;
    }

    public long deepMessages() {
        return messages / 5;
    }

    /** The message at a place, 0 to {@link #messages} − 1, in the order of time. */
    public StoredMessage at(long place) {
        long strideOfLong = messages / LONG_MESSAGES;
        if (place % strideOfLong == 0 && place / strideOfLong < LONG_MESSAGES) {
            return message(LONG, place / strideOfLong + 1, place);
        }
        if (place % 5 == 3) {
            return message(DEEP, seqAmong(place, strideOfLong), place);
        }
        return message("c" + place / (PER_CONVERSATION * 2), place % (PER_CONVERSATION * 2) + 1, place);
    }

    /** How many of the deep conversation's places lie before this one; those that the long one took are none of them. */
    private long seqAmong(long place, long strideOfLong) {
        long ordinal = place / 5;
        long taken = strideOfLong % 5 == 0 ? 0 : takenBefore(place, strideOfLong);
        return ordinal - taken + 1;
    }

    private static long takenBefore(long place, long stride) {
        long taken = 0;
        // Multiples of the stride that are 3 modulo 5 come once in five multiples.
        for (long multiple = 0; multiple < 5; multiple++) {
            if (multiple * stride % 5 == 3 && multiple * stride < place) {
                taken = (place - 1 - multiple * stride) / (stride * 5) + 1;
            }
        }
        return taken;
    }

    private StoredMessage message(String conversation, long seq, long place) {
        SplittableRandom random = new SplittableRandom(place * 0x9E3779B97F4A7C15L);
        String text = text(random);
        boolean visitor = seq % 2 == 1;
        return new StoredMessage(
                conversation,
                "e1",
                seq,
                place % 7 == 0 ? "wechat" : "web",
                "v-" + conversation,
                visitor ? "visitor" : "agent",
                visitor ? "v-" + conversation : "agent" + place % 20,
                first.toEpochMilli() + place * (SPAN.toMillis() / messages),
                false,
                text,
                body(text, place),
                null);
    }

    /** About what a message's protobuf form has beside its text. */
    private static byte[] body(String text, long place) {
        return ("01J" + place + "-client-msg-id-0000-" + text).getBytes(StandardCharsets.UTF_8);
    }

    static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(4, 30);
        for (int i = 0; i < words; i++) {
            text.append(
                    random.nextInt(3) == 0 ? " " + ENGLISH.get(random.nextInt(ENGLISH.size())) + " " : word(random));
        }
        return text.toString();
    }

    /** One of eight common words now and then, else one of some ten thousand. */
    private static String word(SplittableRandom random) {
        return random.nextInt(40) == 0 ? COMMON.get(random.nextInt(COMMON.size())) : rare(random.nextInt(10_000));
    }

    private static String rare(int number) {
        return "" + (char) (0x4E00 + number % 100 * 37) + (char) (0x4E00 + number / 100 * 41);
    }

    /** Two-character words to look for, common and rare in turn. */
    public static String sought(int number) {
        return number % 2 == 0 ? COMMON.get(number / 2 % COMMON.size()) : rare(number * 7_919 % 10_000);
    }
}

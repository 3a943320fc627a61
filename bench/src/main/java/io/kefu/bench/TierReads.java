package io.kefu.bench;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.warm.WarmTier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

/**
 * What the warm tier in SQLite takes and gives: rows a second in batches of 1,000, a history of 10,000 messages, pages of
 * 50, and searches for a two-character Chinese word, one of them rare and one in every fifth message. The arguments are the
 * directory to write in and the number of messages (1,000,000).
 */
public final class TierReads {
    private static final int BATCH = 1_000;
    private static final int LONG_CONVERSATION = 10_000;
    private static final int PER_CONVERSATION = 20;
    private static final int RUNS = 200;
    private static final String COMMON = "退款";
    private static final String RARE = "玉兔";

    private final MessageTier tier;
    private final long messages;
    private final Random random = new Random(7);

    private TierReads(MessageTier tier, long messages) {
        this.tier = tier;
        this.messages = messages;
    }

    public static void main(String[] arguments) throws Exception {
        Path parent = Path.of(arguments.length > 0 ? arguments[0] : "target");
        long messages = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "tier-reads");
        try (WarmTier tier = WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofMinutes(1))) {
            TierReads bench = new TierReads(tier, messages);
            bench.write();
            bench.read();
        }
    }

    private void write() {
        long start = System.nanoTime();
        List<TierEntry> batch = new ArrayList<>(BATCH);
        for (long i = 0; i < messages; i++) {
            batch.add(message(i));
            if (batch.size() == BATCH) {
                tier.append(batch, i + 1);
                batch.clear();
            }
        }
        System.out.printf("written: %,.0f messages/s%n", messages * 1e9 / (System.nanoTime() - start));
    }

    /** One conversation of 10,000, spread over all; the rest in conversations of 20. */
    private StoredMessage message(long i) {
        long stride = messages / LONG_CONVERSATION;
        boolean isLong = i % stride == 0;
        String conversation = isLong ? "long" : "c" + i / PER_CONVERSATION;
        long seq = isLong ? i / stride + 1 : i % PER_CONVERSATION + 1;
        String text = text(i);
        return new StoredMessage(
                conversation,
                "e1",
                seq,
                "web",
                "v" + conversation,
                "visitor",
                "v" + conversation,
                1_700_000_000_000L + i,
                false,
                text,
                text.getBytes(StandardCharsets.UTF_8),
                null);
    }

    private String text(long i) {
        StringBuilder text = new StringBuilder("您好我的订单");
        for (int k = 0; k < 20; k++) {
            text.append((char) (0x4E00 + random.nextInt(3_000)));
        }
        text.append(i % 5 == 0 ? COMMON : "").append(i % 50_000 == 0 ? RARE : "");
        return text.append(" order ").append(i).append(" please help").toString();
    }

    private void read() {
        measure(
                "history of 10,000",
                i -> tier.read("long", Range.newest(LONG_CONVERSATION))
                        .messages()
                        .size());
        measure(
                "page of 50 of it",
                i -> tier.read("long", Range.before(random.nextInt(60, 9_000), 50))
                        .messages()
                        .size());
        long conversations = messages / PER_CONVERSATION;
        measure(
                "page of 20, any one",
                i -> tier.read("c" + random.nextLong(conversations), Range.newest(50))
                        .messages()
                        .size());
        measure("search, rare word", i -> tier.search(SearchQuery.of(RARE, 50)).total());
        measure(
                "search, common word",
                i -> tier.search(SearchQuery.of(COMMON, 50)).total());
        measure(
                "search, Latin prefix",
                i -> tier.search(SearchQuery.of("order 1234", 50)).total());
    }

    private static void measure(String what, LongFunction<Integer> read) {
        long[] nanos = new long[RUNS];
        int found = 0;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            found = read.apply(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-22s p50 %7.2f ms  p99 %7.2f ms  (%d found)%n",
                what, nanos[RUNS / 2] / 1e6, nanos[RUNS * 99 / 100] / 1e6, found);
    }
}

package io.kefu.storage.redis;

import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierFacts;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts what is held; of many conversations some stand for all, and the oldest and newest day are theirs. */
final class Facts {
    private static final Pattern VERSION = Pattern.compile("(?:valkey_version|redis_version):(\\S+)");
    private static final Pattern MEMORY = Pattern.compile("used_memory:(\\d+)");

    private final RedisServer server;
    private final HeldConversations held;
    private long conversations;
    private long messages;
    private LocalDate oldest;
    private LocalDate newest;

    Facts(RedisServer server, HeldConversations held) {
        this.server = server;
        this.held = held;
    }

    TierFacts of(long most) {
        held.some(this::add, most);
        long all = server.ask(commands -> commands.dbsize()) - 1; // the cursor
        long estimate = conversations < most ? messages : messages * Math.max(all, conversations) / conversations;
        String info = server.ask(commands -> commands.info());
        return new TierFacts(found(VERSION, info), estimate, Long.parseLong(found(MEMORY, info)), oldest, newest);
    }

    private void add(HeldConversation each) {
        conversations++;
        messages += each.messages().size();
        for (StoredMessage message : each.messages()) {
            LocalDate day = message.day();
            oldest = oldest == null || day.isBefore(oldest) ? day : oldest;
            newest = newest == null || day.isAfter(newest) ? day : newest;
        }
    }

    private static String found(Pattern pattern, String info) {
        Matcher matcher = pattern.matcher(info);
        return matcher.find() ? matcher.group(1) : Long.toString(TierFacts.UNKNOWN);
    }
}

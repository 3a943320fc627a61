package io.kefu.server.conversation;

import java.util.List;

/** Surroundings that a test sets; the bot answers first unless the text says otherwise. */
final class FixedSurroundings implements Surroundings {

    long now = 1_000_000;
    boolean open = true;
    String overflow = "";
    long remind = 300_000;
    long close = 1_800_000;
    long reassign = 120_000;
    Target first = Target.BOT;
    List<String> groups = List.of("support", "complaints", "vip", "night");

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public ChannelRules channel(String channel) {
        return new ChannelRules(120_000, 120_000);
    }

    @Override
    public GroupRules group(String group) {
        return new GroupRules(remind, close, reassign, overflow, open, open ? "" : "2026-01-01T00:00:00Z");
    }

    @Override
    public boolean hasGroup(String group) {
        return groups.contains(group);
    }

    @Override
    public Route route(ConversationState state, String text, boolean botAllowed) {
        if (text.contains("投诉")) {
            return new Route(Target.GROUP, "complaints", "", "", 5, "complaint", List.of("text matches"), true);
        }
        return botAllowed && first == Target.BOT && state.lastSeq() == 0
                ? new Route(Target.BOT, "shop", "", "", 0, "bot-first", List.of("first message"), true)
                : new Route(
                        Target.GROUP,
                        groups.isEmpty() ? "" : groups.getFirst(),
                        "",
                        "",
                        0,
                        "otherwise",
                        List.of("no rule matched"),
                        false);
    }

    @Override
    public String agentName(String agentId) {
        return agentId.toUpperCase(java.util.Locale.ROOT);
    }
}

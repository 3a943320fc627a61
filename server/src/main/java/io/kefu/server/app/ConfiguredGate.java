package io.kefu.server.app;

import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.intake.ChannelGate;
import java.util.List;
import java.util.Map;

/** Whom the channels of one revision let in, and which words they show to nobody. */
record ConfiguredGate(Map<String, ChannelConfig> channels) implements ChannelGate {

    @Override
    public boolean blocked(String channel, Visitor visitor) {
        ChannelConfig config = channels.get(channel);
        return config == null
                || config.blockedVisitors().contains(visitor.getId())
                || (!visitor.getExternalId().isEmpty()
                        && config.blockedVisitors().contains(visitor.getExternalId()));
    }

    @Override
    public String masked(String channel, String text) {
        String masked = text;
        ChannelConfig config = channels.get(channel);
        for (String word : config == null ? List.<String>of() : config.sensitiveWords()) {
            masked = word.isEmpty() ? masked : masked.replace(word, "*".repeat(word.codePointCount(0, word.length())));
        }
        return masked;
    }
}

package io.kefu.server.app;

import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.server.delivery.Roster;
import io.kefu.server.intake.ChannelGate;
import io.kefu.server.intake.SharedLimits;
import java.util.Collection;
import java.util.Optional;

/** The configuration that is in force now; rooms that only look things up never notice that it changes. */
final class InForce implements Roster, ChannelGate {

    private volatile Settings settings;

    InForce(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    void change(Settings next) {
        settings = next;
    }

    @Override
    public Optional<Member> member(String agentId) {
        return settings.roster().member(agentId);
    }

    @Override
    public Collection<Member> members() {
        return settings.roster().members();
    }

    /** What all visitors of a channel may do together; empty for what is no channel. */
    Optional<SharedLimits.OfChannel> limits(String channel) {
        return Optional.ofNullable(settings.limits().get(channel));
    }

    @Override
    public boolean blocked(String channel, Visitor visitor) {
        return settings.gate().blocked(channel, visitor);
    }

    @Override
    public String masked(String channel, String text) {
        return settings.gate().masked(channel, text);
    }
}

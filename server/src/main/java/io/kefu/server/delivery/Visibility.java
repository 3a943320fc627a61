package io.kefu.server.delivery;

import io.kefu.protocol.journal.v1.ConversationSnapshot;

/** Who sees which conversation. Deny by default. */
public final class Visibility {

    private final Roster roster;

    public Visibility(Roster roster) {
        this.roster = roster;
    }

    public boolean sees(Audience audience, ConversationSnapshot conversation) {
        return switch (audience) {
            case Audience.VisitorAudience visitor ->
                conversation.getVisitor().getId().equals(visitor.id());
            case Audience.AgentAudience agent ->
                roster.member(agent.id())
                        .map(member -> sees(member, conversation))
                        .orElse(false);
            case Audience.KeyAudience _ -> true;
        };
    }

    private static boolean sees(Roster.Member member, ConversationSnapshot conversation) {
        return seesAll(member, conversation.getGroup())
                || conversation.getAgent().getId().equals(member.id());
    }

    /** Whether a member sees every conversation of a group. */
    static boolean seesAll(Roster.Member member, String group) {
        return member.supervises() || member.capacity().containsKey(group);
    }
}

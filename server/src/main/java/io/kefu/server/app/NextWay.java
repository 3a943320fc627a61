package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Phases;
import io.kefu.server.conversation.Surroundings.Route;
import io.kefu.server.conversation.Surroundings.Target;
import io.kefu.server.reply.AutoReplyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a conversation would go if its visitor wrote again what it wrote last.
 *
 * @param rule that decides; empty when it stays with its bot
 * @param to as the journal says it: {@code group:vip}
 * @param why a line a rule that was tried
 */
record NextWay(String rule, String to, List<String> why) {

    static NextWay of(Settings settings, ConversationSnapshot conversation, long nowMillis) {
        ConversationState state = ConversationState.of(conversation);
        boolean byVisitor = conversation.getLastMessage().getAuthor().getKind() == PartyKind.PARTY_KIND_VISITOR;
        String text = byVisitor ? conversation.getLastMessage().getText() : "";
        boolean botAllowed = conversation.getState() == Phases.BOT || conversation.getState() == Phases.CLOSED;
        Route route = settings.policies().route(state, text, botAllowed, nowMillis);
        String bot = conversation.getAutoReply();
        // A bot that has it keeps it until a rule of its own right takes it away: the last resort does not.
        boolean bots = conversation.getState() == Phases.BOT && !bot.isEmpty();
        if (!bots || (route.explicit() && route.target() == Target.GROUP)) {
            return new NextWay(route.rule(), to(route), route.why());
        }
        if (settings.documents().find(AutoReplyConfig.class, bot).isPresent()) {
            List<String> why = new ArrayList<>(route.why());
            why.add("it stays with its bot: no rule of a group's matches");
            return new NextWay("", "bot:" + bot, why);
        }
        Route handedOver = settings.policies().route(state, "", false, nowMillis);
        return new NextWay(handedOver.rule(), to(handedOver), handedOver.why());
    }

    static String to(Route route) {
        return route.target().name().toLowerCase(Locale.ROOT) + ":" + route.name();
    }
}

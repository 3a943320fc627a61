package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Opened;
import io.kefu.protocol.journal.v1.Page;
import io.kefu.protocol.journal.v1.Tagged;
import io.kefu.protocol.journal.v1.Value;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.Message;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings.Route;
import io.kefu.server.conversation.Surroundings.Target;
import io.kefu.server.reply.AutoReplies;
import io.kefu.server.reply.Question;
import io.kefu.server.reply.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration asked what it would do with a message, without a server: the rules, the bot, the hand-over. */
public final class RuleTrial {

    private final Settings settings;
    private final AutoReplies bots = new AutoReplies();

    /**
     * Builds the rules and the bots.
     *
     * @throws IOException when a page of a knowledge base cannot be read
     */
    public RuleTrial(Documents documents) throws IOException {
        settings = new Settings(documents, _ -> {});
        bots.use(documents);
    }

    /**
     * What came of a message.
     *
     * @param bot that answers first; empty for none
     * @param group that gets it, at once or from the bot; empty while the bot has it
     * @param agent that the rule names; empty for none
     * @param reply of the bot; empty for none
     * @param why a line a rule that was tried
     */
    public record Outcome(String rule, String bot, String group, String agent, String reply, List<String> why) {

        /** A line for each expectation that is not met; empty when all are. */
        public List<String> against(RuleTestConfig.Expected expected) {
            List<String> unmet = new ArrayList<>();
            differs(unmet, "rule", expected.rule(), rule);
            differs(unmet, "group", expected.group(), group);
            differs(unmet, "agent", expected.agent(), agent);
            differs(unmet, "bot", expected.bot(), bot);
            expected.reply()
                    .filter(words -> !reply.contains(words))
                    .ifPresent(words -> unmet.add("expected reply `" + words + "` in it, got "
                            + (reply.isEmpty() ? "none" : "`" + reply + "`")));
            return unmet;
        }

        private static void differs(List<String> unmet, String what, Optional<String> expected, String got) {
            expected.filter(wanted -> !wanted.equals(got))
                    .ifPresent(wanted -> unmet.add("expected " + what + " `" + wanted + "`, got "
                            + (got.isEmpty() ? "none" : "`" + got + "`")));
        }
    }

    /**
     * What would come of it.
     *
     * @throws IllegalArgumentException for a channel that is not declared
     */
    public Outcome ask(RuleTestConfig given) {
        ChannelConfig channel = settings.channels().get(given.channel());
        if (channel == null) {
            throw new IllegalArgumentException("there is no Channel named `" + given.channel() + "`");
        }
        ConversationState state = state(given);
        long at = given.when().toEpochMilli();
        Route route = settings.policies().route(state, given.message(), true, at);
        if (route.target() == Target.GROUP) {
            return new Outcome(route.rule(), "", route.name(), route.agent(), "", route.why());
        }
        Reply reply = bots.named(route.name())
                .reply(new Question(
                        state.id(),
                        state.lastSeq() + 1,
                        given.message(),
                        given.visitor().locale(),
                        0));
        return switch (reply) {
            case Reply.Answer answer -> new Outcome(route.rule(), route.name(), "", "", answer.text(), route.why());
            case Reply.Miss miss -> new Outcome(route.rule(), route.name(), "", "", miss.text(), route.why());
            case Reply.HandOver _ -> {
                Route next = settings.policies().route(state, "", false, at);
                List<String> why = new ArrayList<>(route.why());
                why.add("the bot hands over");
                why.addAll(next.why());
                yield new Outcome(route.rule(), route.name(), next.name(), next.agent(), "", why);
            }
        };
    }

    private static ConversationState state(RuleTestConfig given) {
        long at = given.when().toEpochMilli();
        ConversationState state = new ConversationState("test");
        state.apply(
                Fact.newBuilder()
                        .setOpened(Opened.newBuilder()
                                .setChannel(given.channel())
                                .setVisitor(visitor(given.visitor()))
                                .setEpoch("1"))
                        .build(),
                at);
        if (!given.conversation().tags().isEmpty()) {
            state.apply(
                    Fact.newBuilder()
                            .setTagged(Tagged.newBuilder()
                                    .putAllSet(given.conversation().tags()))
                            .build(),
                    at);
        }
        if (given.conversation().messages() > 0) {
            state.apply(
                    Message.newBuilder().setSeq(given.conversation().messages()).build());
        }
        return state;
    }

    private static Visitor visitor(RuleTestConfig.Person person) {
        Visitor.Builder visitor = Visitor.newBuilder()
                .setId("test")
                .setName(person.name())
                .setExternalId(person.externalId())
                .setLocale(person.locale())
                .setPage(Page.newBuilder().setUrl(person.page()));
        for (Map.Entry<String, String> tag : person.tags().entrySet()) {
            visitor.putTags(tag.getKey(), value(tag.getValue()));
        }
        return visitor.build();
    }

    /** As JSON would have it. */
    private static Value value(String text) {
        Value.Builder value = Value.newBuilder();
        if (text.matches("-?\\d{1,18}")) {
            return value.setInteger(Long.parseLong(text)).build();
        }
        if (text.matches("-?\\d{1,18}\\.\\d{1,18}")) {
            return value.setNumber(Double.parseDouble(text)).build();
        }
        return text.equals("true") || text.equals("false")
                ? value.setFlag(text.equals("true")).build()
                : value.setText(text).build();
    }
}

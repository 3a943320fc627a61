package io.kefu.server.intake;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.flow.Command;
import io.kefu.server.flow.Flow;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The door. Every method throws {@link Refusal} for what is not let in; what is let in is answered once, after its commit,
 * on the delivery thread.
 */
public final class Intake {

    static final String BUSY = "系统繁忙 (the server is busy)";

    /** How long to wait when the flow has too much to do, milliseconds. */
    private static final long RETRY_WHEN_OVERLOADED = 1_000;

    private final Flow flow;
    private final Delivery delivery;
    private final Views views;
    private final Visibility visibility;
    private final Roster roster;
    private final People people;
    private final Attachments attachments;
    private final ChannelGate gate;
    private final SendLimits limits;
    private final SharedLimits shared;
    private final Newcomers newcomers;

    public Intake(
            Flow flow,
            Delivery delivery,
            Views views,
            Visibility visibility,
            Roster roster,
            People people,
            Attachments attachments,
            ChannelGate gate,
            SendLimits limits,
            SharedLimits shared,
            Newcomers newcomers) {
        this.flow = flow;
        this.delivery = delivery;
        this.views = views;
        this.visibility = visibility;
        this.roster = roster;
        this.people = people;
        this.attachments = attachments;
        this.gate = gate;
        this.limits = limits;
        this.shared = shared;
        this.newcomers = newcomers;
    }

    /** The conversation, when it exists and {@code who} may see it; {@code not_found} otherwise. May read a disk. */
    public ConversationSnapshot visible(Audience who, String conversationId) {
        return views.find(conversationId)
                .filter(conversation -> visibility.sees(who, conversation))
                .orElseThrow(Refusal::notFound);
    }

    /**
     * A message.
     *
     * @param from by what way it came
     * @param receivedNanos when its frame was complete; 0 when it came from no socket
     */
    public void send(Audience who, Send send, Sender from, long receivedNanos, Consumer<Outcome> reply) {
        limits.take(who.id(), who instanceof Audience.VisitorAudience);
        if (who instanceof Audience.VisitorAudience) {
            shared.message(from);
        }
        Checks.check(who, send);
        Send checked = withKnownFile(who, send);
        String origin = from.connectionId();
        switch (who) {
            case Audience.VisitorAudience visitor -> sendAs(visitor, checked, origin, receivedNanos, reply);
            case Audience.AgentAudience agent -> sendAs(agent, checked, origin, receivedNanos, reply);
            case Audience.KeyAudience key -> {
                visible(who, checked.getConversationId());
                share(who, checked);
                submit(new Command.ToConversation(
                        checked.getConversationId(), post(party(key), checked), reply, origin, receivedNanos));
            }
        }
    }

    private void sendAs(
            Audience.VisitorAudience who, Send send, String origin, long received, Consumer<Outcome> reply) {
        if (!send.getConversationId().isEmpty()) {
            ConversationSnapshot conversation = visible(who, send.getConversationId());
            Send admitted = admitted(conversation.getChannel(), conversation.getVisitor(), send);
            share(who, send);
            submit(new Command.ToConversation(
                    send.getConversationId(),
                    new ConversationEvent.Post(
                            party(conversation.getVisitor()), admitted, conversation.getChannel(), null, true),
                    reply,
                    origin,
                    received));
            return;
        }
        if (!hasOpenConversation(who.id())) {
            newcomers.conversation();
        }
        toVisitor(who.id(), null, send, origin, received, sharing(who, send, reply));
    }

    /** Whether a visitor is somebody whom the server serves already, and not new to it. */
    public boolean hasOpenConversation(String visitorId) {
        return views.ofVisitor(visitorId).stream().anyMatch(conversation -> conversation.getState() != Phases.CLOSED);
    }

    /** An integration's message to a visitor, in its open conversation or a new one. */
    public void sendToVisitor(Audience.KeyAudience key, String visitorId, Send send, Consumer<Outcome> reply) {
        limits.take(key.id(), false);
        Checks.check(key, send);
        Send known = withKnownFile(key, send);
        toVisitor(visitorId, party(key), known, "", 0, sharing(key, known, reply));
    }

    private void toVisitor(
            String visitorId, Party author, Send send, String origin, long received, Consumer<Outcome> reply) {
        People.Known known = people.visitor(visitorId).orElseThrow(Refusal::notFound);
        Send admitted = admitted(known.channel(), known.visitor(), send);
        Party from = author == null ? party(known.visitor()) : author;
        submit(new Command.ToVisitor(
                visitorId,
                latestOf(visitorId),
                new ConversationEvent.Post(from, admitted, known.channel(), known.visitor(), false),
                reply,
                origin,
                received));
    }

    private String latestOf(String visitorId) {
        var here = views.ofVisitor(visitorId);
        return here.isEmpty()
                ? people.latestConversation(visitorId).orElse("")
                : here.getLast().getConversationId();
    }

    private Send admitted(String channel, Visitor visitor, Send send) {
        if (gate.blocked(channel, visitor)) {
            throw new Refusal(ErrorCode.ERROR_CODE_FORBIDDEN, "this visitor may not write on this channel");
        }
        return masked(channel, send);
    }

    private Send masked(String channel, Send send) {
        return SensitiveWords.masked(send, text -> gate.masked(channel, text));
    }

    private void sendAs(Audience.AgentAudience who, Send send, String origin, long received, Consumer<Outcome> reply) {
        ConversationSnapshot conversation = visible(who, send.getConversationId());
        Roster.Member member = roster.member(who.id()).orElseThrow(Refusal::notFound);
        share(who, send);
        ConversationEvent.Post post = post(party(member), masked(conversation.getChannel(), send));
        submit(new Command.ToConversation(
                send.getConversationId(),
                new ConversationEvent.Answer(post, groupFor(member, conversation)),
                reply,
                origin,
                received));
    }

    private static ConversationEvent.Post post(Party author, Send send) {
        return new ConversationEvent.Post(author, send, "", null, false);
    }

    /** The bot's answer: it takes the ordinary road. Does nothing when a person has taken over meanwhile. */
    public void botAnswer(String conversationId, String botId, String botName, long questionSeq, String text) {
        Party bot = Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_BOT)
                .setId(botId)
                .setName(botName)
                .build();
        Send send = Send.newBuilder()
                // The same for the same question, so that asking twice after a restart answers once.
                .setClientMsgId("answer-" + questionSeq)
                .setConversationId(conversationId)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text)
                .setReplyToSeq(questionSeq)
                .build();
        submit(Command.event(conversationId, post(bot, send)));
    }

    /** What is known of a visitor may have changed since its open conversations last heard; may read a disk. */
    public void describe(String visitorId) {
        people.visitor(visitorId)
                .ifPresent(known -> views.ofVisitor(visitorId).stream()
                        .filter(conversation -> conversation.getState() != Phases.CLOSED)
                        .filter(conversation -> !conversation.getVisitor().equals(known.visitor()))
                        .forEach(conversation -> tell(
                                conversation.getConversationId(), new ConversationEvent.Describe(known.visitor()))));
    }

    /** An event of the server's own, such as the bot's giving up. */
    public void tell(String conversationId, ConversationEvent event) {
        submit(Command.event(conversationId, event));
    }

    /** All up to {@code seq} is read. */
    public void read(Audience who, String conversationId, long seq) {
        Checks.needs(seq > 0, "seq is the number of a message: 1 or more");
        ConversationSnapshot conversation = visible(who, conversationId);
        submit(Command.event(conversationId, new ConversationEvent.Read(readerOf(who, conversation), seq)));
    }

    private Party readerOf(Audience who, ConversationSnapshot conversation) {
        return switch (who) {
            case Audience.VisitorAudience _ -> nameless(party(conversation.getVisitor()));
            case Audience.AgentAudience agent ->
                nameless(party(roster.member(agent.id()).orElseThrow(Refusal::notFound)));
            case Audience.KeyAudience _ ->
                throw new Refusal(ErrorCode.ERROR_CODE_FORBIDDEN, "an integration reads nothing");
        };
    }

    private static Party nameless(Party party) {
        return party.toBuilder().clearName().build();
    }

    /** Someone types; never stored. */
    public void typing(Audience who, String conversationId, String preview, String origin) {
        Checks.needs(Checks.codePoints(preview) <= Checks.MOST_PREVIEW, "preview has at most 500 characters");
        ConversationSnapshot conversation = visible(who, conversationId);
        switch (who) {
            case Audience.VisitorAudience _ ->
                delivery.typing(
                        conversation,
                        party(conversation.getVisitor()),
                        gate.masked(conversation.getChannel(), preview),
                        origin);
            case Audience.AgentAudience agent ->
                delivery.typing(
                        conversation, party(roster.member(agent.id()).orElseThrow(Refusal::notFound)), "", origin);
            case Audience.KeyAudience _ -> {}
        }
    }

    /** Whatever else is done to a conversation; whether {@code who} may do this is for the caller to know. */
    public CompletableFuture<Outcome> act(Audience who, String conversationId, ConversationEvent event) {
        visible(who, conversationId);
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        submit(new Command.ToConversation(conversationId, event, answer::complete, "", 0));
        return answer;
    }

    /**
     * The agent takes the conversation, in one of its own groups where it can.
     *
     * @param from as {@link ConversationEvent.Hold} has it
     */
    public ConversationEvent holdBy(
            String agentId, ConversationSnapshot conversation, String reason, Optional<String> from) {
        Roster.Member member = roster.member(agentId)
                .orElseThrow(() -> new Refusal(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no such agent"));
        String group = groupFor(member, conversation);
        return conversation.getState() == Phases.CLOSED
                ? new ConversationEvent.Reopen(party(member), group)
                : new ConversationEvent.Hold(party(member), group, reason, from);
    }

    private static String groupFor(Roster.Member member, ConversationSnapshot conversation) {
        Optional<String> own = member.capacity().keySet().stream().sorted().findFirst();
        return member.capacity().containsKey(conversation.getGroup()) || own.isEmpty()
                ? conversation.getGroup()
                : own.get();
    }

    private void submit(Command command) {
        if (!flow.submit(command)) {
            throw new Refusal(ErrorCode.ERROR_CODE_OVERLOADED, BUSY, RETRY_WHEN_OVERLOADED);
        }
    }

    private Send withKnownFile(Audience who, Send send) {
        if (!Checks.isFile(send.getMessageType())) {
            return send.hasFile() ? send.toBuilder().clearFile().build() : send;
        }
        File known = attachments
                .file(send.getFile().getFileId(), who)
                .orElseThrow(() ->
                        new Refusal(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no such file of yours: upload it first"));
        return send.toBuilder().setFile(known).build();
    }

    /** Before the message, so that it is shown to nobody who may not open its file; more than it needs does no harm. */
    private void share(Audience who, Send send) {
        if (send.hasFile()) {
            attachments.share(send.getFile(), send.getConversationId(), who);
        }
    }

    /** Which conversation it is shall be known only when it is durable. The sender hears of it after both. */
    private Consumer<Outcome> sharing(Audience who, Send send, Consumer<Outcome> reply) {
        if (!send.hasFile()) {
            return reply;
        }
        return outcome -> {
            if (outcome instanceof Outcome.Accepted accepted) {
                attachments.shareSoon(send.getFile(), accepted.conversationId(), who, () -> reply.accept(outcome));
            } else {
                reply.accept(outcome);
            }
        };
    }

    static Party party(Visitor visitor) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_VISITOR)
                .setId(visitor.getId())
                .setName(visitor.getName())
                .build();
    }

    public static Party party(Roster.Member member) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_AGENT)
                .setId(member.id())
                .setName(member.name())
                .build();
    }

    private static Party party(Audience.KeyAudience key) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_BOT)
                .setId("key:" + key.id())
                .setName(key.name())
                .build();
    }
}

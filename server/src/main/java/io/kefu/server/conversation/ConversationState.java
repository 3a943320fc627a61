package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.AgentRequested;
import io.kefu.protocol.journal.v1.Assigned;
import io.kefu.protocol.journal.v1.BotMissed;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.LastMessage;
import io.kefu.protocol.journal.v1.Opened;
import io.kefu.protocol.journal.v1.Question;
import io.kefu.protocol.journal.v1.Rated;
import io.kefu.protocol.journal.v1.ReadTo;
import io.kefu.protocol.journal.v1.Routed;
import io.kefu.protocol.journal.v1.RoutingEntry;
import io.kefu.protocol.journal.v1.Tagged;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.ReadPosition;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A conversation as its journal records say it is: a fold over messages and facts, and nothing else. {@code apply} is
 * total: a record that was once written can always be applied again. Not safe for threads; its executor owns it.
 */
public final class ConversationState {

    private static final int ROUTING_ENTRIES = 10;

    private final String id;
    final RememberedIds remembered = new RememberedIds();
    final RecentMessages recent = new RecentMessages();
    final Map<String, ReadPosition> read = new LinkedHashMap<>();
    final ArrayDeque<RoutingEntry> routing = new ArrayDeque<>();
    final Map<String, String> tags = new TreeMap<>();

    String epoch = "";
    String channel = "";
    String previous = "";
    Visitor visitor = Visitor.getDefaultInstance();
    io.kefu.protocol.v1.ConversationState phase = io.kefu.protocol.v1.ConversationState.CONVERSATION_STATE_UNSPECIFIED;
    String group = "";
    Party agent = Party.getDefaultInstance();
    AgentRequested request = AgentRequested.getDefaultInstance();
    long lastSeq;
    long createdMillis;
    long updatedMillis;
    long closedMillis;
    Rated rating = Rated.getDefaultInstance();
    LastMessage lastMessage = LastMessage.getDefaultInstance();
    /** Made into what lists show when that is asked for, not for each message: a busy conversation has many a summary. */
    private Message lastFull;

    String autoReply = "";
    int botMisses;
    int botAnswers;
    Question question = Question.getDefaultInstance();
    long awaitingVisitorMillis;
    long awaitingAgentMillis;
    boolean reminded;
    int reassignments;
    boolean parked;
    String lastAgent = "";
    long personAskedMillis;

    public ConversationState(String id) {
        this.id = id;
    }

    /** Takes a message into the state. */
    public void apply(Message message) {
        long at = millis(message);
        lastSeq = message.getSeq();
        updatedMillis = at;
        recent.add(message, at);
        if (!message.getClientMsgId().isEmpty()) {
            remembered.remember(message.getAuthor(), message.getClientMsgId(), lastSeq, at);
        }
        if (!message.getPrivate() && message.getMessageType() != MessageType.MESSAGE_TYPE_EVENT) {
            lastFull = message;
        }
        switch (message.getAuthor().getKind()) {
            case PARTY_KIND_VISITOR -> fromVisitor(message, at);
            case PARTY_KIND_AGENT -> fromAgent(message, at);
            case PARTY_KIND_BOT -> fromBot(message, at);
            default -> {}
        }
    }

    private void fromVisitor(Message message, long at) {
        if (!BotRoad.wantsAnAnswer(message.getMessageType(), message.getEvent())) {
            return;
        }
        awaitingVisitorMillis = 0;
        reminded = false;
        if (awaitingAgentMillis == 0) {
            awaitingAgentMillis = at;
        }
        if (inPhase(Phases.BOT) && BotRoad.isQuestion(message.getMessageType())) {
            question = Question.newBuilder()
                    .setSeq(message.getSeq())
                    .setText(message.getText())
                    .build();
        }
    }

    private void fromAgent(Message message, long at) {
        if (!message.getPrivate()) {
            awaitingAgentMillis = 0;
            awaitingVisitorMillis = at;
            reassignments = 0;
            personAskedMillis = 0;
        }
    }

    private void fromBot(Message message, long at) {
        if (message.getReplyToSeq() >= question.getSeq()) {
            question = Question.getDefaultInstance();
        }
        awaitingVisitorMillis = at;
        awaitingAgentMillis = 0;
    }

    /** Takes a fact that happened at {@code at} into the state. */
    public void apply(Fact fact, long at) {
        if (fact.hasHead()) {
            return; // says again what the records before it said
        }
        updatedMillis = at;
        switch (fact.getFactCase()) {
            case OPENED -> opened(fact.getOpened(), at);
            case VISITOR_DESCRIBED -> visitor = fact.getVisitorDescribed().getVisitor();
            case ROUTED -> routed(fact.getRouted(), at);
            case BOT_ENGAGED -> {
                phase = Phases.BOT;
                autoReply = fact.getBotEngaged().getAutoReply();
            }
            case AGENT_REQUESTED -> requested(fact.getAgentRequested(), at);
            case ASSIGNED -> assigned(fact.getAssigned(), at);
            case CLOSED -> closed(at);
            case REOPENED -> reopened(at);
            case READ_TO -> read(fact.getReadTo());
            case TAGGED -> tagged(fact.getTagged());
            case RATED -> rating = fact.getRated();
            case REMINDED -> reminded = true;
            case BOT_MISSED -> missed(fact.getBotMissed());
            case BOT_ANSWERED -> {
                botAnswers++;
                botMisses = 0;
            }
            case PARKED -> parked = true;
            case HEAD, FACT_NOT_SET -> {} // not set: written by a later release, and nothing here depends on it
        }
    }

    private void opened(Opened opened, long at) {
        epoch = opened.getEpoch();
        channel = opened.getChannel();
        visitor = opened.getVisitor();
        previous = opened.getPreviousConversationId();
        createdMillis = at;
        phase = Phases.BOT;
        awaitingVisitorMillis = at;
    }

    private void routed(Routed routed, long at) {
        routing.addLast(RoutingEntry.newBuilder().setAtMs(at).setRouted(routed).build());
        if (routing.size() > ROUTING_ENTRIES) {
            routing.removeFirst();
        }
    }

    private void requested(AgentRequested asked, long at) {
        // A conversation that only changes hands while its visitor is silent leaves nobody without an answer.
        boolean visitorIsSilent = inPhase(Phases.ASSIGNED) && awaitingVisitorMillis > 0;
        if (!visitorIsSilent) {
            awaitingVisitorMillis = 0;
            personAskedMillis = personAskedMillis == 0 ? at : personAskedMillis;
        }
        phase = Phases.QUEUED;
        group = asked.getGroup();
        request = asked;
        agent = Party.getDefaultInstance();
        question = Question.getDefaultInstance();
        parked = false;
        if (!asked.getAvoidAgent().isEmpty()) {
            reassignments++;
        }
    }

    private void assigned(Assigned assigned, long at) {
        phase = Phases.ASSIGNED;
        group = assigned.getGroup();
        agent = assigned.getAgent();
        lastAgent = agent.getId();
        question = Question.getDefaultInstance();
        request = request.toBuilder()
                .setRequest(assigned.getRequest())
                .setGroup(group)
                .build();
        parked = false;
        if (awaitingAgentMillis > 0 || personAskedMillis > 0) {
            awaitingAgentMillis = at;
        } else if (awaitingVisitorMillis > 0) {
            awaitingVisitorMillis = at;
        }
    }

    /** A miss of an older question leaves the newer one open. */
    private void missed(BotMissed missed) {
        if (missed.getQuestionSeq() == 0 || missed.getQuestionSeq() >= question.getSeq()) {
            question = Question.getDefaultInstance();
        }
        botMisses++;
    }

    private void closed(long at) {
        phase = Phases.CLOSED;
        closedMillis = at;
        agent = Party.getDefaultInstance();
        question = Question.getDefaultInstance();
        awaitingVisitorMillis = 0;
        awaitingAgentMillis = 0;
        personAskedMillis = 0;
        parked = false;
    }

    private void reopened(long at) {
        closedMillis = 0;
        awaitingVisitorMillis = at;
        reminded = false;
        phase = Phases.BOT;
        botMisses = 0;
    }

    private void read(ReadTo mark) {
        read.put(
                authorKey(mark.getBy()),
                ReadPosition.newBuilder()
                        .setBy(mark.getBy())
                        .setSeq(mark.getSeq())
                        .build());
    }

    private void tagged(Tagged tagged) {
        tags.putAll(tagged.getSetMap());
        tagged.getRemoveList().forEach(tags::remove);
    }

    boolean inPhase(io.kefu.protocol.v1.ConversationState wanted) {
        return phase == wanted;
    }

    long readBy(Party by) {
        ReadPosition position = read.get(authorKey(by));
        return position == null ? 0 : position.getSeq();
    }

    RememberedIds.Seen seen(Party author, String clientMsgId) {
        return remembered.find(author, clientMsgId);
    }

    static String authorKey(Party author) {
        return authorKey(author.getKindValue(), author.getId());
    }

    static String authorKey(int kind, String id) {
        return kind + ":" + id;
    }

    static long millis(Message message) {
        return message.getSentAt().getSeconds() * 1000 + message.getSentAt().getNanos() / 1_000_000;
    }

    /** Whether anything was ever written to it. */
    public boolean exists() {
        return !epoch.isEmpty();
    }

    public String id() {
        return id;
    }

    public String epoch() {
        return epoch;
    }

    /** The visitor's conversation before this one; empty for none. */
    public String previous() {
        return previous;
    }

    public long updatedMillis() {
        return updatedMillis;
    }

    public String channel() {
        return channel;
    }

    public Visitor visitor() {
        return visitor;
    }

    public io.kefu.protocol.v1.ConversationState phase() {
        return phase;
    }

    public String group() {
        return group;
    }

    public Party agent() {
        return agent;
    }

    public AgentRequested request() {
        return request;
    }

    public long lastSeq() {
        return lastSeq;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public String autoReply() {
        return autoReply;
    }

    public Map<String, String> tags() {
        return tags;
    }

    RecentMessages recent() {
        return recent;
    }

    Question question() {
        return question;
    }

    int botMisses() {
        return botMisses;
    }

    int botAnswers() {
        return botAnswers;
    }

    long awaitingVisitorMillis() {
        return awaitingVisitorMillis;
    }

    long awaitingAgentMillis() {
        return awaitingAgentMillis;
    }

    boolean reminded() {
        return reminded;
    }

    int reassignments() {
        return reassignments;
    }

    public boolean parked() {
        return parked;
    }

    long personAskedMillis() {
        return personAskedMillis;
    }

    String lastAgent() {
        return lastAgent;
    }

    LastMessage lastMessage() {
        if (lastFull != null) {
            lastMessage = StateCodec.shown(lastFull);
            lastFull = null;
        }
        return lastMessage;
    }

    /** What others may look at: the snapshot without the memory that only the conversation needs. */
    public ConversationSnapshot summary() {
        return StateCodec.summary(this).build();
    }

    /** Everything, as an encoded ConversationSnapshot, so that {@link #of} gives an equal state. */
    public byte[] snapshot() {
        return StateCodec.snapshot(this);
    }

    /** The state that {@code snapshot} was made of. */
    public static ConversationState of(ConversationSnapshot snapshot) {
        return StateCodec.state(snapshot);
    }
}

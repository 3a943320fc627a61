package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.LastMessage;
import io.kefu.protocol.v1.Message;
import java.util.Arrays;

/** A conversation's state as a snapshot, and back. */
final class StateCodec {

    private static final int PREVIEW = 200;

    private StateCodec() {}

    /** A ConversationSnapshot, encoded; what follows in an encoding is added to what it has (protobuf.dev, "Last One Wins"). */
    static byte[] snapshot(ConversationState state) {
        byte[] most =
                summary(state).addAllRecent(state.recent.snapshot()).build().toByteArray();
        byte[] whole = Arrays.copyOf(most, most.length + state.remembered.encodedSize());
        state.remembered.writeTo(whole, most.length);
        return whole;
    }

    static ConversationSnapshot.Builder summary(ConversationState state) {
        ConversationSnapshot.Builder summary = ConversationSnapshot.newBuilder()
                .setConversationId(state.id())
                .setEpoch(state.epoch)
                .setChannel(state.channel)
                .setPreviousConversationId(state.previous)
                .setVisitor(state.visitor)
                .setState(state.phase)
                .setGroup(state.group)
                .setAgent(state.agent)
                .setRequest(state.request)
                .setLastSeq(state.lastSeq)
                .setCreatedMs(state.createdMillis)
                .setUpdatedMs(state.updatedMillis)
                .setClosedMs(state.closedMillis)
                .addAllRead(state.read.values())
                .addAllRouting(state.routing)
                .putAllTags(state.tags)
                .setLastMessage(state.lastMessage())
                .setAutoReply(state.autoReply)
                .setBotMisses(state.botMisses)
                .setBotAnswers(state.botAnswers)
                .setQuestion(state.question)
                .setAwaitingVisitorMs(state.awaitingVisitorMillis)
                .setAwaitingAgentMs(state.awaitingAgentMillis)
                .setReminded(state.reminded)
                .setReassignments(state.reassignments)
                .setParked(state.parked)
                .setLastAgent(state.lastAgent)
                .setPersonAskedMs(state.personAskedMillis);
        return state.rating.getScore() == 0 ? summary : summary.setRating(state.rating);
    }

    static ConversationState state(ConversationSnapshot snapshot) {
        ConversationState state = new ConversationState(snapshot.getConversationId());
        state.epoch = snapshot.getEpoch();
        state.channel = snapshot.getChannel();
        state.previous = snapshot.getPreviousConversationId();
        state.visitor = snapshot.getVisitor();
        state.phase = snapshot.getState();
        state.group = snapshot.getGroup();
        state.agent = snapshot.getAgent();
        state.request = snapshot.getRequest();
        state.lastSeq = snapshot.getLastSeq();
        state.createdMillis = snapshot.getCreatedMs();
        state.updatedMillis = snapshot.getUpdatedMs();
        state.closedMillis = snapshot.getClosedMs();
        state.remembered.restore(snapshot.getRememberedList());
        state.recent.restore(snapshot.getRecentList());
        snapshot.getReadList()
                .forEach(position -> state.read.put(ConversationState.authorKey(position.getBy()), position));
        state.routing.addAll(snapshot.getRoutingList());
        state.tags.putAll(snapshot.getTagsMap());
        state.rating = snapshot.getRating();
        state.lastMessage = snapshot.getLastMessage();
        state.autoReply = snapshot.getAutoReply();
        state.botMisses = snapshot.getBotMisses();
        state.botAnswers = snapshot.getBotAnswers();
        state.question = snapshot.getQuestion();
        state.awaitingVisitorMillis = snapshot.getAwaitingVisitorMs();
        state.awaitingAgentMillis = snapshot.getAwaitingAgentMs();
        state.reminded = snapshot.getReminded();
        state.reassignments = snapshot.getReassignments();
        state.parked = snapshot.getParked();
        state.lastAgent = snapshot.getLastAgent();
        state.personAskedMillis = snapshot.getPersonAskedMs();
        return state;
    }

    static LastMessage shown(Message message) {
        return LastMessage.newBuilder()
                .setSeq(message.getSeq())
                .setAuthor(message.getAuthor())
                .setType(message.getMessageType())
                .setText(preview(message.getText()))
                .setAtMs(ConversationState.millis(message))
                .build();
    }

    private static String preview(String text) {
        return text.codePointCount(0, text.length()) <= PREVIEW
                ? text
                : text.substring(0, text.offsetByCodePoints(0, PREVIEW));
    }
}

package io.kefu.protocol;

import com.google.protobuf.Timestamp;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.AgentStatus;
import io.kefu.protocol.v1.Button;
import io.kefu.protocol.v1.Card;
import io.kefu.protocol.v1.Client;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ConversationHead;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.ConversationUpdate;
import io.kefu.protocol.v1.Delivery;
import io.kefu.protocol.v1.DeliveryState;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.GoAway;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.Pong;
import io.kefu.protocol.v1.Presence;
import io.kefu.protocol.v1.ReadMark;
import io.kefu.protocol.v1.ReadPosition;
import io.kefu.protocol.v1.ReadUpTo;
import io.kefu.protocol.v1.Recipient;
import io.kefu.protocol.v1.Reset;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Token;
import io.kefu.protocol.v1.Typing;
import io.kefu.protocol.v1.TypingNotice;
import io.kefu.protocol.v1.Welcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One example or more of each kind of frame, with every field in use somewhere. The golden files hold their forms. */
final class SampleFrames {
    static final String CONVERSATION = "c_9fQ2mXv0Tj6sK1bWzR4nYg";
    private static final String EPOCH = "e1";
    private static final Timestamp AT = Timestamp.newBuilder()
            .setSeconds(1_767_323_045)
            .setNanos(678_000_000)
            .build();
    private static final Party VISITOR = party(PartyKind.PARTY_KIND_VISITOR, "v_7Ld", "小明");
    private static final Party AGENT = party(PartyKind.PARTY_KIND_AGENT, "a_lin", "Lin");

    private SampleFrames() {}

    static Map<String, ClientFrame> client() {
        var frames = new LinkedHashMap<String, ClientFrame>();
        frames.put("hello", client(f -> f.setHello(hello())));
        frames.put("hello-short", client(f -> f.setHello(Hello.newBuilder().setToken("t_x"))));
        frames.put("token", client(f -> f.setToken(Token.newBuilder().setToken("t_Zk3…"))));
        frames.put("send", client(f -> f.setSend(sendText())));
        frames.put(
                "send-note", client(f -> f.setSend(sendText().setPrivate(true).setReplyToSeq(41))));
        frames.put("send-image", client(f -> f.setSend(sendImage())));
        frames.put("send-card", client(f -> f.setSend(sendCard())));
        frames.put("send-event", client(f -> f.setSend(sendEvent())));
        frames.put("send-recall", client(f -> f.setSend(sendRecall())));
        frames.put("read", client(f -> f.setRead(readUpTo())));
        frames.put("typing", client(f -> f.setTyping(typing())));
        frames.put("ping", client(f -> f.setPing(Ping.newBuilder().setNonce("n7"))));
        frames.put("ping-empty", client(f -> f.setPing(Ping.getDefaultInstance())));
        return frames;
    }

    static Map<String, ServerFrame> server() {
        var frames = new LinkedHashMap<String, ServerFrame>();
        frames.put("welcome", server(f -> f.setWelcome(welcome())));
        frames.put("ack", server(f -> f.setAck(ack())));
        frames.put("ack-duplicate", server(f -> f.setAck(ack().setDuplicate(true))));
        frames.put("message", server(f -> f.setMessage(text())));
        frames.put("message-hidden", server(f -> f.setMessage(hidden())));
        frames.put("message-rich", server(f -> f.setMessage(rich())));
        frames.put(
                "message-recalled",
                server(f -> f.setMessage(hidden().setHidden(false).setRecalled(true))));
        frames.put("read", server(f -> f.setRead(readMark())));
        frames.put("delivery", server(f -> f.setDelivery(delivery())));
        frames.put("delivery-failed", server(f -> f.setDelivery(failed())));
        frames.put("typing", server(f -> f.setTyping(typingNotice())));
        frames.put("conversation", server(f -> f.setConversation(queued())));
        frames.put("conversation-assigned", server(f -> f.setConversation(assigned())));
        frames.put("presence", server(f -> f.setPresence(presence())));
        frames.put("reset", server(f -> f.setReset(reset())));
        frames.put("pong", server(f -> f.setPong(Pong.newBuilder().setNonce("n7"))));
        frames.put("error", server(f -> f.setError(error())));
        frames.put("goaway", server(f -> f.setGoaway(goAway())));
        return frames;
    }

    static Message.Builder text() {
        return Message.newBuilder()
                .setConversationId(CONVERSATION)
                .setEpoch(EPOCH)
                .setSeq(42)
                .setMessageId("m_4tVb8Qx1LpE0sKc7YhZ2Ng")
                .setClientMsgId("0193f3a2-5c1e-7d40-9a4e-6f1f0b7d2c11")
                .setChannelId("web")
                .setAuthor(VISITOR)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText("你好,我的订单什么时候发货? \"#1024\" 😀\n<b>thanks</b>")
                .setSentAt(AT);
    }

    private static Hello.Builder hello() {
        return Hello.newBuilder()
                .setToken("t_Zk3n0Vd")
                .setClient(Client.newBuilder()
                        .setName("kefu-widget")
                        .setVersion("0.1.0")
                        .setInstanceId("i_1")
                        .setDeviceId("d_1")
                        .setLocale("zh-CN")
                        .setTimeZone("Asia/Shanghai"))
                .addCapabilities("typing")
                .addCapabilities("edit")
                .addResume(resume(CONVERSATION, 41))
                .addResume(resume("c_other", 0));
    }

    private static Resume.Builder resume(String conversation, long lastSeq) {
        return Resume.newBuilder()
                .setConversationId(conversation)
                .setEpoch(EPOCH)
                .setLastSeq(lastSeq);
    }

    static Send.Builder sendText() {
        return Send.newBuilder()
                .setClientMsgId("0193f3a2-5c1e-7d40-9a4e-6f1f0b7d2c11")
                .setConversationId(CONVERSATION)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText("你好,我的订单什么时候发货? \"#1024\" 😀\n<b>thanks</b>");
    }

    private static Send.Builder sendImage() {
        return Send.newBuilder()
                .setClientMsgId("m2")
                .setMessageType(MessageType.MESSAGE_TYPE_IMAGE)
                .setFile(image());
    }

    private static File.Builder image() {
        return File.newBuilder()
                .setFileId("f_1")
                .setName("收据.png")
                .setMimeType("image/png")
                .setSize(204_800)
                .setWidth(1280)
                .setHeight(720)
                .setDurationMs(1)
                .setThumbnailFileId("f_1t");
    }

    private static Send.Builder sendCard() {
        return Send.newBuilder()
                .setClientMsgId("m3")
                .setConversationId(CONVERSATION)
                .setMessageType(MessageType.MESSAGE_TYPE_CARD)
                .setCard(card());
    }

    private static Card.Builder card() {
        return Card.newBuilder()
                .setTitle("退货")
                .setText("Choose one")
                .setImageFileId("f_2")
                .addButtons(Button.newBuilder().setId("yes").setLabel("好的"))
                .addButtons(Button.newBuilder().setId("more").setLabel("More").setUrl("https://example.com/?a=1&b=2"));
    }

    private static Send.Builder sendEvent() {
        return Send.newBuilder()
                .setClientMsgId("m4")
                .setConversationId(CONVERSATION)
                .setMessageType(MessageType.MESSAGE_TYPE_EVENT)
                .setTargetSeq(40)
                .setEvent(Event.newBuilder()
                        .setName("feedback")
                        .setButtonId("b1")
                        .putData("helpful", "false")
                        .putData("备注", ""));
    }

    private static Send.Builder sendRecall() {
        return Send.newBuilder()
                .setClientMsgId("m5")
                .setConversationId(CONVERSATION)
                .setMessageType(MessageType.MESSAGE_TYPE_RECALL)
                .setTargetSeq(42);
    }

    private static ReadUpTo.Builder readUpTo() {
        return ReadUpTo.newBuilder().setConversationId(CONVERSATION).setSeq(42);
    }

    private static Typing.Builder typing() {
        return Typing.newBuilder().setConversationId(CONVERSATION).setPreview("我的订");
    }

    private static Welcome.Builder welcome() {
        return Welcome.newBuilder()
                .setConnectionId("k_1")
                .setSelf(VISITOR)
                .setHeartbeatIntervalMs(25_000)
                .addConversations(ConversationHead.newBuilder()
                        .setConversationId(CONVERSATION)
                        .setEpoch(EPOCH)
                        .setLastSeq(42)
                        .setState(ConversationState.CONVERSATION_STATE_ASSIGNED)
                        .setChannelId("web")
                        .setAgent(AGENT)
                        .addRead(ReadPosition.newBuilder().setBy(AGENT).setSeq(41))
                        .addRead(ReadPosition.newBuilder().setBy(VISITOR).setSeq(0)))
                .setServerTime(AT)
                .addCapabilities("typing");
    }

    private static Ack.Builder ack() {
        return Ack.newBuilder()
                .setClientMsgId("m1")
                .setConversationId(CONVERSATION)
                .setEpoch(EPOCH)
                .setSeq(42)
                .setMessageId("m_4tVb8Qx1LpE0sKc7YhZ2Ng")
                .setSentAt(AT);
    }

    private static Message.Builder hidden() {
        return Message.newBuilder()
                .setConversationId(CONVERSATION)
                .setEpoch(EPOCH)
                .setSeq(43)
                .setHidden(true);
    }

    private static Message.Builder rich() {
        return text().clearText()
                .setMessageType(MessageType.MESSAGE_TYPE_EVENT)
                .setFile(image())
                .setCard(card())
                .setEvent(Event.newBuilder().setName("assigned").putData("agent_name", "Lin"))
                .setTargetSeq(3)
                .setReplyToSeq(2)
                .setPrivate(true)
                .setEdited(true);
    }

    private static ReadMark.Builder readMark() {
        return ReadMark.newBuilder()
                .setConversationId(CONVERSATION)
                .setBy(AGENT)
                .setSeq(42);
    }

    private static Delivery.Builder delivery() {
        return Delivery.newBuilder()
                .setConversationId(CONVERSATION)
                .setSeq(42)
                .setTo(Recipient.newBuilder()
                        .setKind(PartyKind.PARTY_KIND_AGENT)
                        .setId("a_lin")
                        .setDeviceId("d_2"))
                .setState(DeliveryState.DELIVERY_STATE_DELIVERED);
    }

    private static Delivery.Builder failed() {
        return delivery().setState(DeliveryState.DELIVERY_STATE_FAILED).setCode(ErrorCode.ERROR_CODE_UNAVAILABLE);
    }

    private static TypingNotice.Builder typingNotice() {
        return TypingNotice.newBuilder()
                .setConversationId(CONVERSATION)
                .setBy(VISITOR)
                .setPreview("我的订");
    }

    private static ConversationUpdate.Builder queued() {
        return ConversationUpdate.newBuilder()
                .setConversationId(CONVERSATION)
                .setState(ConversationState.CONVERSATION_STATE_QUEUED)
                .setGroup("common")
                .setQueuePosition(1)
                .setReason("rule: common")
                .putTags("vip_level", "3")
                .putTags("complaint_risk", "false")
                .setChannelId("web")
                .setEpoch(EPOCH)
                .setLastSeq(0)
                .setVisitor(VISITOR);
    }

    private static ConversationUpdate.Builder assigned() {
        return ConversationUpdate.newBuilder()
                .setConversationId(CONVERSATION)
                .setState(ConversationState.CONVERSATION_STATE_ASSIGNED)
                .setGroup("common")
                .setAgent(AGENT);
    }

    private static Presence.Builder presence() {
        return Presence.newBuilder()
                .setAgentId("a_lin")
                .setStatus(AgentStatus.AGENT_STATUS_ONLINE)
                .setLoad(0)
                .setCapacity(5)
                .setName("Lin");
    }

    private static Reset.Builder reset() {
        return Reset.newBuilder()
                .setConversationId(CONVERSATION)
                .setEpoch(EPOCH)
                .setLastSeq(9_007_199_254_740_991L);
    }

    private static Error.Builder error() {
        return Error.newBuilder()
                .setCode(ErrorCode.ERROR_CODE_RATE_LIMITED)
                .setMessage("Too many messages; wait a second")
                .setClientMsgId("m1")
                .setRetryAfterMs(1_000)
                .setIncident("x1");
    }

    private static GoAway.Builder goAway() {
        return GoAway.newBuilder().setReason(GoAwayReason.GO_AWAY_REASON_DRAIN).setReconnectAfterMs(0);
    }

    private static Party party(PartyKind kind, String id, String name) {
        return Party.newBuilder().setKind(kind).setId(id).setName(name).build();
    }

    private static ClientFrame client(UnaryOperator<ClientFrame.Builder> kind) {
        return kind.apply(ClientFrame.newBuilder()).build();
    }

    private static ServerFrame server(UnaryOperator<ServerFrame.Builder> kind) {
        return kind.apply(ServerFrame.newBuilder()).build();
    }
}

package io.kefu.server.app;

import com.google.protobuf.TextFormat;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.Client;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.ConversationUpdate;
import io.kefu.protocol.v1.Error;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.ReadUpTo;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Welcome;
import io.kefu.server.admin.Http;
import io.kefu.server.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Someone on a socket and at the REST API. {@link #sees} finds a frame among all that came and will come within a
 * minute, whatever came between.
 */
public final class Person implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicLong NEXT = new AtomicLong();

    private final TestClient client;
    private final String token;
    private final Http http;
    private Welcome welcome = Welcome.getDefaultInstance();

    Person(TestClient client, String token, Http http) {
        this.client = client;
        this.token = token;
        this.http = http;
    }

    Person greet() {
        return greet(Hello.newBuilder());
    }

    Person greet(Hello.Builder hello) {
        client.send(ClientFrame.newBuilder().setHello(hello.setToken(token)).build());
        welcome = sees(ServerFrame::hasWelcome).getWelcome();
        return this;
    }

    /** Connected anew with the same token, by {@code other}, telling what it has already. */
    public static Person resuming(TestClient other, Person person, String instance, Resume... resume) {
        Person again = new Person(other, person.token, person.http);
        return again.greet(Hello.newBuilder()
                .setClient(Client.newBuilder().setInstanceId(instance))
                .addAllResume(List.of(resume)));
    }

    public String token() {
        return token;
    }

    public TestClient client() {
        return client;
    }

    /** REST with the same token. */
    public Http http() {
        return http;
    }

    public Welcome welcome() {
        return welcome;
    }

    public String id() {
        return welcome.getSelf().getId();
    }

    /** A text into the open conversation, or a new one. */
    public Ack say(String text) {
        return say("", text);
    }

    public Ack say(String conversation, String text) {
        return ack(text(conversation, text));
    }

    public static Send.Builder text(String conversation, String text) {
        return Send.newBuilder()
                .setConversationId(conversation)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text);
    }

    public static Send.Builder event(String conversation, String name) {
        return Send.newBuilder()
                .setConversationId(conversation)
                .setMessageType(MessageType.MESSAGE_TYPE_EVENT)
                .setEvent(Event.newBuilder().setName(name));
    }

    /** Sends, and waits until it is durable. */
    public Ack ack(Send.Builder send) {
        String id = sent(send);
        ServerFrame answer = answer(id);
        if (!answer.hasAck()) {
            throw new AssertionError("refused: " + answer);
        }
        return answer.getAck();
    }

    /** Sends, and waits until it is refused. */
    public Error refused(Send.Builder send) {
        String id = sent(send);
        ServerFrame answer = answer(id);
        if (!answer.hasError()) {
            throw new AssertionError("accepted: " + answer);
        }
        return answer.getError();
    }

    private String sent(Send.Builder send) {
        if (send.getClientMsgId().isEmpty()) {
            send.setClientMsgId("m" + NEXT.incrementAndGet());
        }
        client.send(ClientFrame.newBuilder().setSend(send).build());
        return send.getClientMsgId();
    }

    private ServerFrame answer(String id) {
        return sees(frame -> (frame.hasAck() && frame.getAck().getClientMsgId().equals(id))
                || (frame.hasError() && frame.getError().getClientMsgId().equals(id)));
    }

    public void read(String conversation, long seq) {
        client.send(ClientFrame.newBuilder()
                .setRead(ReadUpTo.newBuilder().setConversationId(conversation).setSeq(seq))
                .build());
    }

    /** Waits until everything sent before was looked at. */
    public void roundTrip() {
        String nonce = "n" + NEXT.incrementAndGet();
        client.send(ClientFrame.newBuilder()
                .setPing(Ping.newBuilder().setNonce(nonce))
                .build());
        sees(frame -> frame.hasPong() && frame.getPong().getNonce().equals(nonce));
    }

    /** The first such frame of all that came and, within a minute, come. */
    public ServerFrame sees(Predicate<ServerFrame> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            for (ServerFrame frame : client.frames()) {
                if (condition.test(frame)) {
                    return frame;
                }
            }
            pause();
        } while (System.nanoTime() < deadline);
        throw new AssertionError("no such frame came; these did: "
                + client.frames().stream()
                        .map(TextFormat.printer().emittingSingleLine(true)::printToString)
                        .toList());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The message with this text. */
    public Message hears(String text) {
        return message(message -> message.getText().equals(text));
    }

    public Message message(Predicate<Message> condition) {
        return sees(frame -> frame.hasMessage() && condition.test(frame.getMessage()))
                .getMessage();
    }

    /** The message with this number. */
    public Message message(String conversation, long seq) {
        return message(message -> message.getConversationId().equals(conversation) && message.getSeq() == seq);
    }

    /** The system's message of this name. */
    public Message told(String conversation, String name) {
        return message(message -> message.getConversationId().equals(conversation)
                && message.getEvent().getName().equals(name));
    }

    public ConversationUpdate update(String conversation, Predicate<ConversationUpdate> condition) {
        return sees(frame -> frame.hasConversation()
                        && frame.getConversation().getConversationId().equals(conversation)
                        && condition.test(frame.getConversation()))
                .getConversation();
    }

    public ConversationUpdate state(String conversation, ConversationState state) {
        return update(conversation, update -> update.getState() == state);
    }

    /** The conversation, assigned to this agent. */
    public ConversationUpdate assigned(String conversation, String agent) {
        return update(conversation, update -> update.getAgent().getId().equals(agent));
    }

    /** Every message of this conversation so far, as they came. */
    public List<Message> messages(String conversation) {
        return client.frames().stream()
                .filter(ServerFrame::hasMessage)
                .map(ServerFrame::getMessage)
                .filter(message -> message.getConversationId().equals(conversation))
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}

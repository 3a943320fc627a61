package io.kefu.bench.kill;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.Rest;
import io.kefu.kefuctl.load.wire.WebSocketLink;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.Client;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ConversationHead;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.ReadUpTo;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Welcome;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that does what a careful one does: it keeps what it wrote until that is acknowledged, connects again whenever
 * the connection ends, says what it has, sends again what may be lost, and reads by REST what it is told to. It holds the
 * server to the protocol all the while.
 */
final class Participant implements Runnable {

    private static final int WINDOW = 8;
    private static final long BACK_OFF_NANOS = 20_000_000;

    /** The visitor and its second device are one author, so both number their messages with a mark of their own. */
    record Role(String name, boolean agent, boolean writes) {}

    final Role role;
    final Rest.Identity who;
    private final Codec codec;
    private final Place place;
    private final Faults faults;
    private final String device;
    private final Map<String, View> views = new HashMap<>();
    private final Map<String, Long> reading = new HashMap<>();
    private final Outbox outbox = new Outbox();
    private volatile List<String> targets = List.of();
    private volatile boolean stopped;
    private volatile boolean writing;
    private WebSocketLink link;
    private boolean welcomed;
    private int written;
    private int resets;

    Participant(Role role, Rest.Identity who, Codec codec, Place place, Faults faults) {
        this.role = role;
        this.who = who;
        this.codec = codec;
        this.place = place;
        this.faults = faults;
        this.device = role.name() + "-" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    }

    @Override
    public void run() {
        while (!stopped) {
            Optional<URI> server = place.now();
            if (server.isPresent()) {
                live(server.get());
            }
            LockSupport.parkNanos(BACK_OFF_NANOS + ThreadLocalRandom.current().nextLong(BACK_OFF_NANOS));
        }
    }

    private void live(URI server) {
        try (WebSocketLink opened = WebSocketLink.open(server, codec.subprotocol())) {
            synchronized (this) {
                link = opened;
                say(hello());
            }
            byte[] payload = opened.read();
            while (payload != null && !stopped) {
                Optional<ServerFrame> frame = codec.decode(payload);
                if (frame.isPresent()) {
                    on(frame.get(), server);
                }
                payload = opened.read();
            }
        } catch (IOException e) {
            // The server is dead, or was when this was tried: it is tried again.
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            synchronized (this) {
                link = null;
                welcomed = false;
            }
        }
    }

    private ClientFrame.Builder hello() {
        Hello.Builder hello = Hello.newBuilder()
                .setToken(who.token())
                .setClient(Client.newBuilder()
                        .setName("kill")
                        .setInstanceId(device)
                        .setDeviceId(device)
                        .setLocale("zh-CN"));
        for (View view : views.values()) {
            view.lastLive = 0;
            view.complete = true;
            hello.addResume(Resume.newBuilder()
                    .setConversationId(view.conversationId)
                    .setEpoch(view.epoch)
                    .setLastSeq(view.whole));
        }
        return ClientFrame.newBuilder().setHello(hello);
    }

    private void say(ClientFrame.Builder frame) throws IOException {
        link.send(codec.text(), codec.encode(frame.build()));
    }

    private void on(ServerFrame frame, URI server) throws IOException, InterruptedException {
        switch (frame.getFrameCase()) {
            case WELCOME -> welcome(frame.getWelcome(), server);
            case ACK -> acknowledged(frame.getAck());
            case MESSAGE -> message(frame.getMessage(), server);
            case READ -> {
                synchronized (this) {
                    view(frame.getRead().getConversationId())
                            .read(frame.getRead().getBy(), frame.getRead().getSeq());
                }
            }
            case RESET -> {
                resets++;
                catchUp(frame.getReset().getConversationId(), frame.getReset().getLastSeq(), server);
            }
            case ERROR -> refused(frame.getError());
            case DELIVERY, TYPING, CONVERSATION, PRESENCE, PONG, GOAWAY, FRAME_NOT_SET -> {}
        }
    }

    private void welcome(Welcome welcome, URI server) throws IOException, InterruptedException {
        for (ConversationHead head : welcome.getConversationsList()) {
            boolean known;
            synchronized (this) {
                known = views.containsKey(head.getConversationId());
                View view = view(head.getConversationId());
                view.epoch = head.getEpoch();
                head.getReadList().forEach(read -> view.read(read.getBy(), read.getSeq()));
            }
            if (!known) {
                catchUp(head.getConversationId(), head.getLastSeq(), server);
            }
        }
        synchronized (this) {
            welcomed = true;
            for (Send send : outbox.again()) {
                say(ClientFrame.newBuilder().setSend(send));
            }
            for (Map.Entry<String, Long> read : reading.entrySet()) {
                sayRead(read.getKey(), read.getValue());
            }
            fill();
        }
    }

    private synchronized void acknowledged(Ack ack) throws IOException {
        Send send = outbox.acknowledged(ack, faults);
        if (send != null) {
            View view = view(ack.getConversationId());
            view.epoch = ack.getEpoch();
            put(
                    view,
                    ack.getSeq(),
                    new Stored(
                            ack.getMessageId(),
                            ack.getClientMsgId(),
                            self(),
                            send.getText(),
                            false,
                            send.getPrivate()));
        }
    }

    private String self() {
        return (role.agent() ? "agent:" : "visitor:") + who.id();
    }

    private void message(Message message, URI server) throws IOException, InterruptedException {
        boolean unknown;
        synchronized (this) {
            View view = view(message.getConversationId());
            view.epoch = message.getEpoch();
            if (message.getSeq() <= view.lastLive) {
                faults.add(
                        Faults.Kind.ORDER,
                        this + " got " + message.getSeq() + " after " + view.lastLive + " of " + view.conversationId);
            }
            view.lastLive = message.getSeq();
            put(view, message.getSeq(), stored(message));
            unknown = view.whole < message.getSeq() && !view.complete;
            if (view.whole < message.getSeq() && view.complete) {
                faults.add(
                        Faults.Kind.GAP,
                        this + " got " + message.getSeq() + " but lacks " + (view.whole + 1) + " of "
                                + view.conversationId);
            }
            view.complete |= view.whole >= message.getSeq();
        }
        if (unknown) {
            // The conversation has come into sight with a past.
            catchUp(message.getConversationId(), message.getSeq(), server);
        }
    }

    static Stored stored(Message message) {
        if (message.getHidden()) {
            return Stored.hiddenOne();
        }
        String author = View.word(message.getAuthor().getKind()) + ":"
                + message.getAuthor().getId();
        return new Stored(
                message.getMessageId(),
                message.getClientMsgId(),
                author,
                message.getText(),
                false,
                message.getPrivate());
    }

    private void put(View view, long seq, Stored message) {
        Stored other = view.put(seq, message);
        if (other != null) {
            faults.add(
                    Faults.Kind.DIVERGED,
                    this + " was told of " + view.conversationId + " " + seq + " as " + other + " and as " + message);
        }
    }

    private void refused(io.kefu.protocol.v1.Error error) throws IOException {
        boolean later = error.getCode() == ErrorCode.ERROR_CODE_OVERLOADED
                || error.getCode() == ErrorCode.ERROR_CODE_UNAVAILABLE
                || error.getCode() == ErrorCode.ERROR_CODE_RATE_LIMITED;
        if (!later) {
            faults.add(
                    Faults.Kind.UNEXPECTED,
                    this + " was refused: " + error.getCode() + " " + error.getMessage() + " "
                            + error.getClientMsgId());
        }
        LockSupport.parkNanos(BACK_OFF_NANOS);
        synchronized (this) {
            Send again = outbox.waiting(error.getClientMsgId());
            if (later && again != null) {
                say(ClientFrame.newBuilder().setSend(again));
            }
        }
    }

    private void catchUp(String conversationId, long lastSeq, URI server) throws IOException, InterruptedException {
        new CatchUp(new Rest(server), who.token())
                .read(conversationId, whole(conversationId), lastSeq, (seq, stored) -> {
                    synchronized (this) {
                        put(view(conversationId), seq, stored);
                    }
                });
        synchronized (this) {
            view(conversationId).complete = true;
        }
    }

    private synchronized long whole(String conversationId) {
        return view(conversationId).whole;
    }

    private View view(String conversationId) {
        return views.computeIfAbsent(conversationId, View::new);
    }

    /** The conversations that an agent writes in. */
    void targets(List<String> conversations) {
        targets = conversations;
    }

    void write(boolean now) {
        writing = now;
    }

    /** Writes as much as the window allows. */
    synchronized void tick() {
        try {
            if (welcomed && writing && role.writes()) {
                fill();
            }
        } catch (IOException e) {
            // The reader sees the same end, and connects again.
        }
    }

    private void fill() throws IOException {
        while (writing && role.writes() && outbox.size() < WINDOW) {
            Optional<Send> next = compose();
            if (next.isEmpty()) {
                return;
            }
            outbox.add(next.get());
            say(ClientFrame.newBuilder().setSend(next.get()));
        }
        maybeRead();
    }

    private Optional<Send> compose() {
        List<String> to = targets;
        if (role.agent() && to.isEmpty()) {
            return Optional.empty();
        }
        int number = written++;
        Send.Builder send = Send.newBuilder()
                .setClientMsgId(role.name() + "-" + number)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText("第 " + number + " 条 from " + role.name());
        if (role.agent()) {
            send.setConversationId(to.get(number % to.size())).setPrivate(number % 7 == 3);
        }
        return Optional.of(send.build());
    }

    private void maybeRead() throws IOException {
        if (written % 5 == 0) {
            readAll();
        }
    }

    /** Says of every conversation that all is read that is here. */
    synchronized void readAll() throws IOException {
        if (!welcomed) {
            return;
        }
        for (View view : views.values()) {
            long known = Math.max(view.read.getOrDefault(self(), 0L), reading.getOrDefault(view.conversationId, 0L));
            if (view.whole > known) {
                reading.put(view.conversationId, view.whole);
                sayRead(view.conversationId, view.whole);
            }
        }
    }

    private void sayRead(String conversationId, long seq) throws IOException {
        say(ClientFrame.newBuilder()
                .setRead(ReadUpTo.newBuilder().setConversationId(conversationId).setSeq(seq)));
    }

    synchronized boolean welcomed() {
        return welcomed;
    }

    /** Connected, with nothing of its own on the way. */
    synchronized boolean idle() {
        views.values()
                .forEach(view -> reading.computeIfPresent(
                        view.conversationId, (id, seq) -> view.read.getOrDefault(self(), 0L) >= seq ? null : seq));
        return welcomed && outbox.size() == 0 && reading.isEmpty();
    }

    /** What it has of a conversation: numbers with no gap, and how far each side has read. */
    record Seen(long whole, Map<String, Long> read) {}

    synchronized Seen seen(String conversationId) {
        View view = views.get(conversationId);
        return view == null ? new Seen(0, Map.of()) : new Seen(view.whole, Map.copyOf(view.read));
    }

    synchronized Stored message(String conversationId, long seq) {
        View view = views.get(conversationId);
        return view == null ? null : view.messages.get(seq);
    }

    synchronized List<String> conversations() {
        return new ArrayList<>(views.keySet());
    }

    synchronized List<Outbox.Acked> takeFreshAcks() {
        return outbox.takeFresh();
    }

    /** Figures. */
    record Figures(int written, int acknowledged, int resent, int duplicates, int resets) {
        Figures plus(Figures other) {
            return new Figures(
                    written + other.written,
                    acknowledged + other.acknowledged,
                    resent + other.resent,
                    duplicates + other.duplicates,
                    resets + other.resets);
        }
    }

    synchronized Figures figures() {
        return new Figures(written, outbox.acknowledged(), outbox.resent(), outbox.duplicates, resets);
    }

    void stop() throws IOException {
        stopped = true;
        synchronized (this) {
            if (link != null) {
                link.close();
            }
        }
    }

    @Override
    public String toString() {
        return role.name() + "/" + codec;
    }
}

package io.kefu.kefuctl.load.client;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.WebSocketLink;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ConversationHead;
import io.kefu.protocol.v1.GoAway;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One side of one conversation, as the protocol asks a client to be: it keeps what it wrote until that is acknowledged,
 * goes on until its own moment when it is told to leave, connects again whenever the connection ends, says what it has, and
 * sends again, in order, what may be lost. {@link #run} is for a virtual thread of its own.
 */
public final class Client implements Runnable {
    private static final Duration SILENCE = Duration.ofSeconds(90);
    private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * Where all clients of a run are.
     *
     * @param timer runs what is due later, and does not wait
     */
    public record Surroundings(URI server, Codec codec, Ledger ledger, ScheduledExecutorService timer) {}

    private final Surroundings around;
    private final String name;
    private final String token;
    private final String conversation;

    private final Map<String, Waiting> outbox = new LinkedHashMap<>();
    private final List<Long> numbers = new ArrayList<>();
    private final NavigableSet<Long> beyond = new TreeSet<>();
    private String epoch = "";
    private long whole;
    private long lastTold;
    private long saidToHave;
    private WebSocketLink link;
    private boolean welcomed;
    private long cutAt;
    private String trouble = ""; // of the thread that reads
    private volatile boolean stopped;

    /** Not acknowledged yet. */
    private record Waiting(Send send, int number, long due) {}

    /** @param name no other client of any run has it; what it writes is known by it */
    public Client(Surroundings around, String name, String token, String conversation) {
        this.around = around;
        this.name = name;
        this.token = token;
        this.conversation = conversation;
    }

    @Override
    public void run() {
        while (!stopped) {
            boolean came = live();
            if (!came && !stopped) {
                LockSupport.parkNanos(
                        BACK_OFF_NANOS + ThreadLocalRandom.current().nextLong(BACK_OFF_NANOS));
            }
        }
    }

    /** From a connection to its end; false when it was never welcomed. */
    private boolean live() {
        trouble = "closed before the welcome";
        try (WebSocketLink opened =
                WebSocketLink.open(around.server(), around.codec().subprotocol())) {
            opened.waitAtMost(SILENCE);
            greet(opened);
            for (byte[] payload = opened.read(); payload != null && !stopped; payload = opened.read()) {
                Optional<ServerFrame> frame = around.codec().decode(payload);
                if (frame.isPresent()) {
                    on(frame.get(), opened);
                }
            }
            trouble = opened.ending().isEmpty() ? trouble : trouble + " (" + opened.ending() + ")";
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage()); // the end of a connection, or there was none
        }
        return ended(trouble);
    }

    private synchronized void greet(WebSocketLink opened) throws IOException {
        Hello.Builder hello = Hello.newBuilder().setToken(token);
        hello.getClientBuilder().setName("bench").setInstanceId(name).setDeviceId(name);
        if (!epoch.isEmpty()) {
            hello.addResume(Resume.newBuilder()
                    .setConversationId(conversation)
                    .setEpoch(epoch)
                    .setLastSeq(whole));
        }
        saidToHave = whole;
        lastTold = 0;
        say(opened, ClientFrame.newBuilder().setHello(hello));
    }

    private void say(WebSocketLink to, ClientFrame.Builder frame) throws IOException {
        to.send(around.codec().text(), around.codec().encode(frame.build()));
    }

    private synchronized boolean ended(String why) {
        boolean came = welcomed;
        link = null;
        welcomed = false;
        if (came) {
            cutAt = cutAt == 0 ? System.nanoTime() : cutAt;
        } else if (!stopped) {
            around.ledger().refused(why);
        }
        return came;
    }

    private void on(ServerFrame frame, WebSocketLink from) throws IOException {
        switch (frame.getFrameCase()) {
            case WELCOME -> welcome(frame.getWelcome().getConversationsList(), from);
            case ACK -> acknowledged(frame.getAck());
            case MESSAGE -> message(frame.getMessage());
            case RESET -> reset(frame.getReset().getLastSeq());
            case GOAWAY -> leaveLater(frame.getGoaway(), from);
            case ERROR -> troubled(frame.getError());
            case READ, DELIVERY, TYPING, CONVERSATION, PRESENCE, PONG, FRAME_NOT_SET -> {}
        }
    }

    private synchronized void welcome(List<ConversationHead> heads, WebSocketLink from) throws IOException {
        for (ConversationHead head : heads) {
            if (head.getConversationId().equals(conversation) && epoch.isEmpty()) {
                epoch = head.getEpoch();
                whole = head.getLastSeq();
            }
        }
        link = from;
        welcomed = true;
        if (cutAt != 0) {
            around.ledger().away(System.nanoTime() - cutAt);
            cutAt = 0;
        }
        for (Waiting each : outbox.values()) {
            around.ledger().sentAgain();
            say(from, ClientFrame.newBuilder().setSend(each.send()));
        }
    }

    /** Before the welcome it is why there will be none. */
    private void troubled(io.kefu.protocol.v1.Error error) {
        trouble = error.getCode() + ": " + error.getMessage();
    }

    /** The connection stays usable until then. */
    private void leaveLater(GoAway told, WebSocketLink from) {
        around.ledger().toldToLeave();
        var _ = around.timer()
                .schedule(
                        () -> Thread.startVirtualThread(() -> leave(from)),
                        told.getReconnectAfterMs(),
                        TimeUnit.MILLISECONDS);
    }

    private void leave(WebSocketLink from) {
        synchronized (this) {
            if (link != from) {
                return; // it has ended before
            }
            cutAt = System.nanoTime();
        }
        close(from);
    }

    private static void close(WebSocketLink link) {
        try {
            link.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private synchronized void acknowledged(Ack ack) {
        Waiting waiting = outbox.remove(ack.getClientMsgId());
        if (waiting == null) {
            return;
        }
        Long before = numbers.get(waiting.number());
        if (before != null && before != ack.getSeq()) {
            around.ledger().doubled();
        }
        numbers.set(waiting.number(), ack.getSeq());
        around.ledger().acknowledged(System.nanoTime() - waiting.due());
        here(ack.getSeq());
    }

    private synchronized void message(Message message) {
        if (!message.getConversationId().equals(conversation)) {
            return;
        }
        if (message.getSeq() <= lastTold) {
            around.ledger().reordered();
        }
        if (message.getSeq() <= saidToHave) {
            around.ledger().doubled();
        }
        lastTold = Math.max(lastTold, message.getSeq());
        here(message.getSeq());
    }

    private void here(long seq) {
        if (seq > whole) {
            beyond.add(seq);
        }
        while (!beyond.isEmpty() && beyond.first() <= whole + 1) {
            whole = Math.max(whole, beyond.pollFirst());
        }
    }

    /** What it lacks it would read by REST; here the journal is read whole at the end. */
    private synchronized void reset(long lastSeq) {
        around.ledger().reset();
        whole = Math.max(whole, lastSeq);
        here(0);
    }

    /** Writes the next message, which was due then; it leaves when there is a connection. Any thread. */
    public synchronized void write(String text, long due) {
        int number = numbers.size();
        numbers.add(null);
        Send send = Send.newBuilder()
                .setClientMsgId(name + "-" + number)
                .setConversationId(conversation)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text)
                .build();
        outbox.put(send.getClientMsgId(), new Waiting(send, number, due));
        around.ledger().sent();
        if (welcomed) {
            try {
                say(link, ClientFrame.newBuilder().setSend(send));
            } catch (IOException e) {
                // The reader sees the same end, connects again and sends it then.
            }
        }
    }

    public String name() {
        return name;
    }

    public String token() {
        return token;
    }

    public String conversation() {
        return conversation;
    }

    public synchronized boolean welcomed() {
        return welcomed;
    }

    /** Nothing of its own is on the way. */
    public synchronized boolean settled() {
        return welcomed && outbox.isEmpty();
    }

    /** All messages of the conversation up to this number were told to it, or are its own. */
    public synchronized long whole() {
        return whole;
    }

    /** The numbers under which its messages were acknowledged, in the order in which it wrote them; null for none. */
    public synchronized List<Long> numbers() {
        return new ArrayList<>(numbers);
    }

    public void stop() {
        stopped = true;
        WebSocketLink now;
        synchronized (this) {
            now = link;
        }
        if (now != null) {
            close(now);
        }
    }
}

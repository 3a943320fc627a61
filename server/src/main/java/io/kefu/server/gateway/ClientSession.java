package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Send;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Subscriber;
import io.kefu.server.delivery.Subscription;
import io.kefu.server.intake.FrameRate;
import io.kefu.server.intake.Refusal;
import io.kefu.server.intake.Sender;
import io.kefu.storage.accounts.AgentPrincipal;
import io.kefu.storage.accounts.ApiKeyPrincipal;
import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.VisitorPrincipal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client says on its connection, and what it is told. */
final class ClientSession implements ConnectionListener, Subscriber, Sender {

    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    /** An outbox that is flushed at once, thousands of messages, is refused less often than this before it waits. */
    static final int MOST_TOO_FAST = 1_000;

    private final Connection connection;
    private final SessionServices services;
    private volatile Grant grant;
    private volatile Audience audience;
    private volatile String instanceId = "";
    private volatile String deviceId = "";
    private volatile Subscription subscription;
    private volatile boolean closed;
    /** Frames in a row that were refused for coming too fast; on the reader's thread. */
    private int tooFast;
    /** The state of {@link FrameRate}; on the reader's thread. */
    private long nextFrame;

    ClientSession(Connection connection, SessionServices services) {
        this.connection = connection;
        this.services = services;
        connection.attach(this);
    }

    @Override
    public void onFrame(ClientFrame frame, int unknownFields, long receivedNanos) {
        if (frame.getFrameCase() == ClientFrame.FrameCase.HELLO) {
            greeted(frame.getHello());
        } else if (audience == null) {
            noHello();
        } else if (expired()) {
            refuseToken("the token has expired");
        } else {
            guarded(frame, receivedNanos);
        }
    }

    /** Only what looks at memory alone does not. */
    @Override
    public boolean mayWait(ClientFrame frame) {
        if (audience == null) {
            return true;
        }
        return switch (frame.getFrameCase()) {
            case PING -> false;
            case SEND ->
                frame.getSend().hasFile()
                        || services.views()
                                .here(frame.getSend().getConversationId())
                                .isEmpty();
            case READ ->
                services.views().here(frame.getRead().getConversationId()).isEmpty();
            default -> true;
        };
    }

    private boolean expired() {
        return expiredAt(services.clock().instant());
    }

    private boolean expiredAt(Instant now) {
        return !grant.expiresAt().equals(Instant.MAX) && now.isAfter(grant.expiresAt());
    }

    /** Also who says nothing hears nothing more once its token has ended. */
    void endIfExpired(Instant now) {
        if (expiredAt(now)) {
            refuseToken("the token has expired");
        }
    }

    private void noHello() {
        error(ErrorCode.ERROR_CODE_UNAUTHENTICATED, "the first frame must be hello", "", 0);
        connection.close(CloseCode.NO_HELLO, "the first frame must be hello");
    }

    private void guarded(ClientFrame frame, long receivedNanos) {
        String clientMsgId = frame.getSend().getClientMsgId();
        try {
            takeFrame();
            handle(frame, receivedNanos);
            tooFast = 0;
        } catch (Refusal refusal) {
            refused(refusal, clientMsgId);
        } catch (RuntimeException e) {
            internal(e, clientMsgId);
        }
    }

    private void takeFrame() {
        FrameRate rate = services.frames().get();
        long now = System.nanoTime();
        long wait = rate.tooEarly(nextFrame, now);
        if (wait > 0) {
            throw Refusal.limited("connection", "too many frames; wait before the next", wait);
        }
        nextFrame = rate.passed(nextFrame, now);
    }

    /** Who is told to slow down and never does is sent away: each answer costs as much as what it refuses. */
    private void refused(Refusal refusal, String clientMsgId) {
        error(refusal.code(), refusal.getMessage(), clientMsgId, refusal.retryAfterMillis());
        if (refusal.code() == ErrorCode.ERROR_CODE_RATE_LIMITED) {
            services.limited(refusal.limit());
            tooFast++;
            if (tooFast >= MOST_TOO_FAST) {
                connection.close(CloseCode.TOO_FAST, "too many frames, though told to slow down");
            }
        }
    }

    private void internal(RuntimeException fault, String clientMsgId) {
        String incident = Identifiers.random("i");
        services.refused(ErrorCode.ERROR_CODE_INTERNAL);
        log.error("incident={} connection={}: a frame could not be handled", incident, connection.id(), fault);
        connection.send(SessionFrames.internal(incident, clientMsgId));
    }

    private void handle(ClientFrame frame, long receivedNanos) {
        switch (frame.getFrameCase()) {
            case SEND -> {
                requireScope("messages:write");
                send(frame.getSend(), receivedNanos);
            }
            case READ -> {
                requireScope("conversations:read");
                services.signals().take(audience.id(), false);
                services.intake()
                        .read(
                                audience,
                                frame.getRead().getConversationId(),
                                frame.getRead().getSeq());
            }
            case TYPING -> {
                requireScope("messages:write");
                services.signals().take(audience.id(), false);
                services.intake()
                        .typing(
                                audience,
                                frame.getTyping().getConversationId(),
                                frame.getTyping().getPreview(),
                                connection.id());
            }
            case PING -> {
                services.signals().take(audience.id(), false);
                connection.send(SessionFrames.pong(frame.getPing().getNonce()));
            }
            case TOKEN -> {
                services.signals().take(audience.id(), false);
                renew(frame.getToken().getToken());
            }
            case HELLO, FRAME_NOT_SET -> throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, "not expected now");
        }
    }

    private void send(Send send, long receivedNanos) {
        services.intake().send(audience, send, this, receivedNanos, outcome -> {
            if (outcome instanceof Outcome.Refused refused) {
                services.refused(refused.code());
            } else {
                services.acknowledged(receivedNanos);
            }
            connection.send(SessionFrames.answer(send.getClientMsgId(), outcome));
        });
    }

    /** What an API key may not do by REST its connection may not do either. */
    private void requireScope(String scope) {
        if (!hasScope(scope)) {
            throw new Refusal(ErrorCode.ERROR_CODE_FORBIDDEN, "this API key has not the scope " + scope);
        }
    }

    boolean hasScope(String scope) {
        return !(grant.principal() instanceof ApiKeyPrincipal key)
                || key.scopes().contains(scope);
    }

    private void renew(String token) {
        Optional<Grant> renewed = services.authentication().apply(token);
        boolean same = renewed.isPresent()
                && renewed.get().principal().key().equals(grant.principal().key());
        if (same) {
            grant = renewed.get();
        } else {
            refuseToken("the token is not good, or not of the same one");
        }
    }

    /** Who cannot be welcomed now has to come again: half a session would hear nothing. */
    private void greeted(Hello said) {
        try {
            hello(said);
        } catch (Refusal refusal) {
            error(refusal.code(), refusal.getMessage(), "", refusal.retryAfterMillis());
            connection.close(CloseCode.OVERLOADED, "the server is busy");
        } catch (RuntimeException e) {
            internal(e, "");
            connection.close(CloseCode.INTERNAL_ERROR, "the connection could not be set up");
        }
    }

    private void hello(Hello said) {
        if (audience != null) {
            error(ErrorCode.ERROR_CODE_BAD_REQUEST, "hello was said already", "", 0);
            return;
        }
        long revocations = services.sessions().revocations();
        Optional<Grant> found = services.authentication().apply(said.getToken());
        Optional<Audience> who = found.flatMap(this::audienceOf);
        if (who.isEmpty()) {
            refuseToken("the token is unknown, expired or revoked");
            return;
        }
        if (!services.pages().test(connection.handshake(), found.get())) {
            error(ErrorCode.ERROR_CODE_FORBIDDEN, "this page's origin may not use this token", "", 0);
            connection.close(CloseCode.NOT_ALLOWED, "this page's origin may not use this token");
            return;
        }
        if (who.get() instanceof Audience.VisitorAudience visitor
                && !services.intake().hasOpenConversation(visitor.id())) {
            services.newcomers().conversation();
        }
        grant = found.get();
        // All else that it said, the token above all, must not stay in memory with the session.
        instanceId = said.getClient().getInstanceId();
        deviceId = said.getClient().getDeviceId().equals(instanceId)
                ? instanceId
                : said.getClient().getDeviceId();
        audience = who.get();
        connection.greeted();
        services.sessions().add(this);
        services.meters().opened(audience, connection);
        boolean revokedMeanwhile = services.sessions().revocations() != revocations
                && services.authentication().apply(said.getToken()).isEmpty();
        if (revokedMeanwhile) {
            refuseToken("the token was revoked");
            return;
        }
        new Welcoming(this, services, said.toBuilder().clearToken().build()).start();
    }

    private Optional<Audience> audienceOf(Grant found) {
        return switch (found.principal()) {
            case VisitorPrincipal visitor -> Optional.of(new Audience.VisitorAudience(visitor.id()));
            case AgentPrincipal agent ->
                services.roster().member(agent.id()).map(member -> new Audience.AgentAudience(member.id()));
            case ApiKeyPrincipal key -> Optional.of(new Audience.KeyAudience(key.id(), key.name()));
        };
    }

    private void refuseToken(String why) {
        error(ErrorCode.ERROR_CODE_UNAUTHENTICATED, why, "", 0);
        connection.close(CloseCode.NOT_SIGNED_IN, why);
    }

    @Override
    public void onUnknownKind(String kind) {
        if (audience == null) {
            noHello();
            return;
        }
        try {
            takeFrame();
            services.signals().take(audience.id(), false);
            error(ErrorCode.ERROR_CODE_BAD_REQUEST, "there is no frame kind " + kind, "", 0);
        } catch (Refusal refusal) {
            refused(refusal, "");
        }
    }

    /** On the delivery thread, once. */
    synchronized void subscribed(Subscription given) {
        subscription = given;
        if (closed) {
            services.delivery().unregister(given);
        } else if (audience instanceof Audience.AgentAudience agent) {
            services.agentConnected(agent.id(), this);
        }
    }

    @Override
    public synchronized void onClosed(int code, String reason) {
        closed = true;
        if (audience == null) {
            return;
        }
        services.sessions().remove(this);
        services.meters().ended(audience, connection);
        if (subscription != null) {
            services.delivery().unregister(subscription);
            if (audience instanceof Audience.AgentAudience agent) {
                services.agentGone(agent.id(), this);
            }
        }
    }

    private void error(ErrorCode code, String message, String clientMsgId, long retryAfterMillis) {
        services.refused(code);
        connection.send(SessionFrames.error(code, message, clientMsgId, retryAfterMillis));
    }

    void end(int code, String reason) {
        connection.close(code, reason);
    }

    boolean closed() {
        return closed;
    }

    Connection connection() {
        return connection;
    }

    String tokenId() {
        return grant.tokenId();
    }

    /** The visitor's channel; what agents and integrations use has one name for all. */
    @Override
    public String channel() {
        return switch (grant.principal()) {
            case VisitorPrincipal visitor -> visitor.channel();
            case AgentPrincipal _ -> "console";
            case ApiKeyPrincipal _ -> "api";
        };
    }

    @Override
    public String address() {
        return connection.handshake().clientAddress();
    }

    String instanceId() {
        return instanceId;
    }

    @Override
    public String connectionId() {
        return connection.id();
    }

    @Override
    public String deviceId() {
        return deviceId;
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public boolean send(EncodedFrame frame, LongConsumer written) {
        return written == null
                ? connection.send(frame)
                : connection.send(frame, (to, sent, nanos) -> written.accept(nanos));
    }

    @Override
    public void sendDroppable(EncodedFrame frame) {
        connection.sendDroppable(frame);
    }
}

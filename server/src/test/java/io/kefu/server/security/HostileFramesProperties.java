package io.kefu.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.Card;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.File;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.ReadUpTo;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.Token;
import io.kefu.protocol.v1.Typing;
import io.kefu.server.app.Person;
import io.kefu.server.app.WholeServer;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import tools.jackson.databind.JsonNode;

/** Whatever one signed-in visitor sends, another's conversation goes on as if nothing were. */
class HostileFramesProperties {

    private static final AtomicInteger ROUND = new AtomicInteger();

    private static Path directory;
    private static WholeServer server;
    private static Person victim;
    private static Person agent;
    private static String conversation;

    @BeforeContainer
    static void start() throws IOException {
        directory = Files.createTempDirectory("kefu-hostile");
        server = WholeServer.in(directory)
                .edit("server.yaml", "visitor: {messagesPerSecond: 1000", "visitor: {messagesPerSecond: 10000")
                .group("quiet", "capacity: 10")
                .agent("quinn", "quiet")
                .start();
        agent = server.agent("quinn");
        victim = server.visitorOf("quiet");
        conversation = victim.say("hello").getConversationId();
        victim.assigned(conversation, "quinn");
    }

    @AfterContainer
    static void stop() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void a_hostile_connection_harms_nobody_elses_conversation(@ForAll("hostile") List<byte[]> frames)
            throws IOException {
        String token = server.anonymous().path("token").asString();
        try (RawWebSocket attacker = RawWebSocket.open(server.port(), "kefu.v1.proto")) {
            attacker.send(RawFrame.binary(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder().setToken(token))
                    .build()
                    .toByteArray()));
            for (byte[] frame : frames) {
                attacker.send(frame);
            }
            theConversationGoesOn();
        } catch (IOException e) {
            theConversationGoesOn(); // the attacker was thrown out in the middle of a frame
        }
    }

    private static void theConversationGoesOn() {
        int round = ROUND.incrementAndGet();
        long asked = victim.say(conversation, "question " + round).getSeq();
        agent.hears("question " + round);
        assertThat(agent.say(conversation, "answer " + round).getSeq()).isEqualTo(asked + 1);
        victim.hears("answer " + round);
        JsonNode last = victim.http()
                .get("/api/v1/conversations/" + conversation + "/messages?limit=2")
                .json()
                .path("items");
        assertThat(last.findValuesAsString("text")).containsExactly("question " + round, "answer " + round);
        assertThat(victim.client().frames()).noneMatch(frame -> frame.hasTyping() || frame.hasError());
    }

    @Provide
    Arbitrary<List<byte[]>> hostile() {
        Arbitrary<byte[]> good =
                frames().map(frame -> RawFrame.binary(frame.toByteArray()).bytes());
        Arbitrary<byte[]> noise = bytes(200).map(bytes -> RawFrame.binary(bytes).bytes());
        Arbitrary<byte[]> control = Combinators.combine(Arbitraries.integers().between(0, 15), bytes(130))
                .as((opcode, bytes) -> RawFrame.of(opcode, bytes).bytes());
        Arbitrary<byte[]> raw = bytes(64);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(12, good),
                        net.jqwik.api.Tuple.of(1, noise),
                        net.jqwik.api.Tuple.of(1, control),
                        net.jqwik.api.Tuple.of(1, raw))
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    private static Arbitrary<byte[]> bytes(int most) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(most);
    }

    private static Arbitrary<ClientFrame> frames() {
        Arbitrary<String> ids = Arbitraries.lazyOf(
                () -> Arbitraries.of("", conversation, "group:quiet", "x".repeat(10_000)),
                () -> Arbitraries.strings().ofMaxLength(70));
        Arbitrary<Long> seqs = Arbitraries.longs();
        return Arbitraries.oneOf(
                sends(ids, seqs),
                Combinators.combine(ids, seqs)
                        .as((id, seq) -> ClientFrame.newBuilder()
                                .setRead(ReadUpTo.newBuilder()
                                        .setConversationId(id)
                                        .setSeq(seq))
                                .build()),
                Combinators.combine(ids, Arbitraries.strings().ofMaxLength(600))
                        .as((id, preview) -> ClientFrame.newBuilder()
                                .setTyping(Typing.newBuilder()
                                        .setConversationId(id)
                                        .setPreview(preview))
                                .build()),
                ids.map(nonce -> ClientFrame.newBuilder()
                        .setPing(Ping.newBuilder().setNonce(nonce))
                        .build()),
                ids.map(token -> ClientFrame.newBuilder()
                        .setToken(Token.newBuilder().setToken(token))
                        .build()),
                ids.map(token -> ClientFrame.newBuilder()
                        .setHello(Hello.newBuilder().setToken(token))
                        .build()));
    }

    private static Arbitrary<ClientFrame> sends(Arbitrary<String> ids, Arbitrary<Long> seqs) {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(300);
        return Combinators.combine(
                        ids,
                        ids,
                        texts,
                        seqs,
                        seqs,
                        Arbitraries.integers().between(-1, 12),
                        Arbitraries.of(true, false))
                .as((message, id, text, target, reply, type, secret) -> ClientFrame.newBuilder()
                        .setSend(Send.newBuilder()
                                .setClientMsgId(message)
                                .setConversationId(id)
                                .setText(text)
                                .setTargetSeq(target)
                                .setReplyToSeq(reply)
                                .setMessageTypeValue(type)
                                .setPrivate(secret)
                                .setFile(File.newBuilder().setFileId(message).setSize(target))
                                .setCard(Card.newBuilder().setTitle(text))
                                .setEvent(Event.newBuilder().setName(text).putData(message, text)))
                        .build());
    }
}

package io.kefu.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Token;
import io.kefu.server.app.Person;
import io.kefu.server.app.WholeServer;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing secret is written to the log or the terminal, at the most talkative of our own levels. */
class SecretsTest {

    @Test
    void no_secret_of_a_whole_run_is_in_its_output(@TempDir Path directory) throws IOException {
        List<String> secrets = new ArrayList<>();
        String output = outputOf(() -> run(directory, secrets));
        assertThat(output).contains("recovered conversations");
        assertThat(secrets)
                .hasSizeGreaterThan(8)
                .doesNotContain("")
                .allSatisfy(secret -> assertThat(output).doesNotContain(secret));
    }

    private interface Run {
        void go() throws IOException;
    }

    private static void run(Path directory, List<String> secrets) throws IOException {
        try (WholeServer server = WholeServer.in(directory).start()) {
            secrets.add(WholeServer.PASSWORD);
            secrets.add(server.visitorSecret());
            secrets.add(server.adminToken());
            String key = server.apiKey("messages:write");
            secrets.add(key);
            Person amy = server.agent("amy");
            secrets.add(amy.token());
            String identity = server.identity("customer", Map.of("vip_level", 1));
            secrets.add(identity);
            Person visitor = server.visitor();
            secrets.add(visitor.token());
            visitor.assigned(visitor.ack(Person.event("", "handover")).getConversationId(), "amy");
            secrets.add(server.admin()
                    .post("/admin/v1/agents/bob/password", "{}")
                    .json()
                    .path("password")
                    .asString());

            fail(server, visitor, identity, key, secrets);
            amy.http()
                    .put(
                            "/api/v1/me/password",
                            "{\"current\": \"" + WholeServer.PASSWORD + "\", \"new\": \"the next password\"}");
            secrets.add("the next password");
            server.edit("channel.yaml", "allowedOrigins: []", "allowedOrigins: [7, nonsense]");
            assertThat(server.apply().text()).doesNotContain(server.visitorSecret());
        }
    }

    /** What goes wrong is logged more readily than what goes well. */
    private static void fail(WholeServer server, Person visitor, String identity, String key, List<String> secrets)
            throws IOException {
        server.signIn("amy", "a wrong password");
        secrets.add("a wrong password");
        server.http().bearer(visitor.token()).get("/api/v1/me");
        server.http().bearer(key).get("/api/v1/me");
        server.http().post("/api/v1/visitors", "{\"channel\": \"web\", \"identity\": \"" + identity + "x\"}");
        server.http().post("/api/v1/visitors", "{\"channel\": \"web\", \"identity\": \"" + identity + "\", }");
        server.http()
                .post("/api/v1/sessions", "{\"username\": \"amy\", \"password\": [\"" + WholeServer.PASSWORD + "\"]}");
        try (RawWebSocket socket = RawWebSocket.open(server.port(), "kefu.v1.json")) {
            socket.send(RawFrame.text("{\"hello\": {\"token\": \"" + visitor.token() + "\", }"));
            socket.readClose();
        }
        visitor.client()
                .send(ClientFrame.newBuilder()
                        .setToken(Token.newBuilder().setToken(server.session("vera")))
                        .build());
        secrets.add(server.session("vera"));
        visitor.client().awaitClose();
    }

    private static String outputOf(Run run) throws IOException {
        Collected log = new Collected();
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        Logger ours = Logger.getLogger("io.kefu");
        Level before = ours.getLevel();
        Logger.getLogger("").addHandler(log);
        ours.setLevel(Level.ALL);
        PrintStream collecting = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        System.setOut(collecting);
        System.setErr(collecting);
        try {
            run.go();
        } finally {
            System.setOut(out);
            System.setErr(err);
            ours.setLevel(before);
            Logger.getLogger("").removeHandler(log);
        }
        return String.join("", log.lines) + terminal.toString(StandardCharsets.UTF_8);
    }

    private static final class Collected extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord logged) {
            lines.add(formatter.format(logged));
        }

        @Override
        public void flush() {
            // nothing waits
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}

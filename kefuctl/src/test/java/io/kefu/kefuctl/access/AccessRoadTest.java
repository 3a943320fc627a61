package io.kefu.kefuctl.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.testing.Certificate;
import io.kefu.kefuctl.testing.Run;
import io.kefu.server.app.QuickStart;
import io.kefu.server.app.Server;
import io.kefu.server.app.ServerOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** From nothing to a server elsewhere under a name, over TLS, with a token that may only look; and what is written of it. */
@Isolated // moves the home directory
@Timeout(value = 480, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccessRoadTest {
    /** Short: a socket file's path may have 107 bytes. */
    private Path home;

    private String before;

    @BeforeEach
    void make() throws IOException {
        assumeTrue(System.getenv("XDG_CONFIG_HOME") == null, "XDG_CONFIG_HOME is set");
        home = Files.createTempDirectory(Path.of("/tmp"), "kr");
        before = System.setProperty("user.home", home.toString());
    }

    @AfterEach
    void remove() throws IOException {
        if (before == null) {
            return;
        }
        System.setProperty("user.home", before);
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path data() {
        return home.resolve("data");
    }

    private Server start() throws Exception {
        Certificate certificate = Certificate.in(home);
        Path config = home.resolve("config");
        QuickStart.write(config);
        Files.writeString(config.resolve("server.yaml"), """
                apiVersion: kefu.io/v1
                kind: Server
                metadata: {name: kefu}
                spec:
                  drain: 0s
                  listeners:
                    public: {host: 127.0.0.1, port: 0}
                    admin:
                      host: 127.0.0.1
                      port: 0
                      tls: %s
                """.formatted(certificate.tls()));
        return Server.start(new ServerOptions(
                config,
                Optional.of(data()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.of("a password of the test")));
    }

    private static Run ok(Run run) {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run;
    }

    private static Run piped(String secret, String... arguments) {
        InputStream in = System.in;
        try {
            System.setIn(new ByteArrayInputStream((secret + "\n").getBytes(StandardCharsets.UTF_8)));
            return Run.of(arguments);
        } finally {
            System.setIn(in);
        }
    }

    /** The widget's file is there only where the web packages have been built. */
    private static void walked(Run run) {
        boolean built = Server.class.getResource("/web/widget/widget.js") != null;
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(built ? 0 : 1);
        assertThat(run.out().lines()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(run.out().lines().filter(line -> built || !line.contains("/widget.js")))
                .allMatch(line -> line.startsWith("ok"));
    }

    @Test
    void a_token_that_may_look_looks_over_tls_and_changes_nothing() throws Exception {
        try (Server server = start()) {
            String data = data().toString();
            // By the socket file: the certificate is made out to an address, and nobody vouches for it here.
            String token = ok(Run.of("token", "create", "looker", "--scope", "read", "--data", data))
                    .out()
                    .strip();
            String address = server.addresses().adminUrl();
            assertThat(address).startsWith("https://");
            ok(piped(
                    token,
                    "context",
                    "add",
                    "far",
                    "--server",
                    address,
                    "--ca",
                    home.resolve("a.pem").toString()));
            assertThat(ok(Run.of("--context", "far", "token", "list")).out()).contains("looker", "read");
            assertThat(ok(Run.of("agent", "list")).out()).contains("admin");
            assertThat(ok(Run.of("channel", "list")).out()).contains("web");
            assertThat(ok(Run.of("conversation", "list")).out()).startsWith("CONVERSATION");

            Run refused = Run.of("token", "create", "more", "--scope", "admin");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("403", "greater scope").doesNotContain(token);
            Run unknown = Run.of("conversation", "show", "none", "--data", data);
            assertThat(unknown.exit()).isEqualTo(1);

            piped(token, "context", "add", "stranger", "--server", address);
            Run untrusted = Run.of("--context", "stranger", "token", "list");
            assertThat(untrusted.exit()).isEqualTo(69);
            ok(piped(token, "context", "add", "near", "--socket", data + "/admin.sock"));
            ok(Run.of("--context", "near", "token", "list"));

            walked(Run.of("channel", "test", "web"));

            String listed = ok(Run.of("audit", "list", "--data", data)).out();
            assertThat(listed)
                    .contains("server.start", "token.create", "socket", "done")
                    .doesNotContain(token);
            assertThat(listed.lines().filter(line -> line.contains("token.create") && line.contains("refused")))
                    .isEmpty(); // who may not is not asked what it wanted
            ok(Run.of("audit", "verify"));
            ok(Run.of("audit", "verify", "--offline", "--data", data));
        }
        assertThat(Run.of("agent", "list").exit()).isEqualTo(69);
        ok(Run.of("audit", "verify", "--offline", "--data", data().toString()));
    }
}

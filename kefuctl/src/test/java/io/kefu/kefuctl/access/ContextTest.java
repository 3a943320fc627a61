package io.kefu.kefuctl.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kefu.kefuctl.testing.AdminServer;
import io.kefu.kefuctl.testing.Golden;
import io.kefu.kefuctl.testing.Run;
import io.kefu.server.app.QuickStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Servers have names, and their tokens are nobody else's to see. */
@Isolated // moves the home directory
class ContextTest {
    private static final String STATUS = "{\"health\": \"healthy\", \"version\": \"0.1.0\"}";

    @TempDir
    Path home;

    private String before;

    @BeforeEach
    void move() {
        assumeTrue(System.getenv("XDG_CONFIG_HOME") == null, "XDG_CONFIG_HOME is set");
        before = System.setProperty("user.home", home.toString());
    }

    @AfterEach
    void back() {
        if (before != null) {
            System.setProperty("user.home", before);
        }
    }

    private Path file() {
        return home.resolve(".config/kefu/contexts.json");
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

    private String address(Path data) throws IOException {
        return Files.readString(data.resolve("run.json")).replaceAll(".*\"admin_url\": \"([^\"]*)\".*", "$1");
    }

    @Test
    void a_server_is_asked_by_the_name_that_it_was_given() throws IOException {
        Path data = home.resolve("data");
        try (AdminServer server = AdminServer.answering(data, 200, STATUS)) {
            Run added = piped(AdminServer.TOKEN, "context", "add", "prod", "--server", address(data));
            assertThat(added.exit()).as(added.err()).isZero();
            assertThat(added.out() + added.err())
                    .doesNotContain(AdminServer.TOKEN)
                    .contains("and in use");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            Run.of("context", "add", "here", "--at-data", data.toString());
            for (String[] each : new String[][] {
                {"status"},
                {"status", "--context", "prod"},
                {"--context", "here", "status"},
                {"status", "--context=here"}
            }) {
                assertThat(Run.of(each).exit()).isZero();
            }
            assertThat(server.asked()).hasSize(4).containsOnly("GET /admin/v1/status");
            Run.of("context", "use", "-");
            assertThat(Run.of("token", "list").exit()).isEqualTo(69);
        }
    }

    /** Whoever names a directory means its server, and what looks at this machine or works on its files stays on it. */
    @Test
    void a_context_in_use_moves_nothing_that_is_about_this_machine() throws IOException {
        Path far = home.resolve("far");
        Path here = home.resolve("here");
        try (AdminServer other = AdminServer.answering(far, 200, STATUS);
                AdminServer own = AdminServer.answering(here, 200, STATUS)) {
            piped(AdminServer.TOKEN, "context", "add", "prod", "--server", address(far));
            assertThat(Run.of("status", "--data", here.toString()).exit()).isZero();
            assertThat(Run.of("token", "revoke", "t1", "--data=" + here).exit()).isZero();
            Run.of("backup", "create", home.resolve("b.zip").toString(), "--data", here.toString());
            assertThat(Run.of("backup", "create", home.resolve("b.zip").toString())
                            .exit())
                    .as("there is no server of kefu-data here")
                    .isEqualTo(69);
            assertThat(own.asked()).hasSize(3);
            Run.of("doctor", "--data", here.toString());
            Run.of("doctor");
            Run.of("debug", "bundle", home.resolve("named.tar.gz").toString(), "--data", here.toString());
            Run.of("debug", "bundle", home.resolve("none.tar.gz").toString());
            assertThat(own.asked()).hasSizeGreaterThan(4);
            assertThat(other.asked()).isEmpty();
            assertThat(Run.of("backup", "create", "b.zip", "--context", "prod").exit())
                    .isEqualTo(2);
            assertThat(Run.of("status").exit()).isZero();
            assertThat(other.asked()).containsExactly("GET /admin/v1/status");
            assertThat(Run.of("token", "revoke", "t1").err()).startsWith("on context prod (http://127.0.0.1:");
        }
    }

    @Test
    void a_server_elsewhere_is_not_asked_to_read_a_directory_of_this_machine() throws Exception {
        Path config = home.resolve("config");
        QuickStart.write(config);
        piped("t", "context", "add", "prod", "--server", "https://kefu.invalid:8081");
        for (String[] each : new String[][] {
            {"config", "plan", config.toString()},
            {"config", "apply", config.toString(), "--yes"},
            {"route", "replay", config.toString()}
        }) {
            Run run = Run.of(each);
            assertThat(run.exit()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains("context prod", "on another machine");
        }
    }

    @Test
    void what_needs_no_server_works_with_a_file_of_contexts_that_is_none() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"contexts\": [{\"name\": \"x\", \"token\": a-secret-of-mine}]}");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assertThat(Run.of("status", "--help").exit()).isZero();
        assertThat(Run.of("version").exit()).isZero();
        Run status = Run.of("status", "--debug");
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.err()).contains("is no list of contexts").doesNotContain("a-secret-of-mine");
    }

    @Test
    void a_token_is_the_first_line_of_its_file_and_in_no_error() throws IOException {
        Path data = home.resolve("data");
        Path token = home.resolve("deploy.token");
        try (AdminServer server = AdminServer.answering(data, 200, STATUS)) {
            Run.of("context", "add", "ci", "--server", address(data), "--token-file", token.toString());
            Files.writeString(token, AdminServer.TOKEN + "\nof the build server\n");
            assertThat(Run.of("status").exit()).isZero();
            assertThat(server.asked()).hasSize(1);
            for (String wrong : List.of("a-secret of-mine\n", "a-secret\u0007\n", "a-secret-ü", "\na-secret")) {
                Files.writeString(token, wrong);
                Run run = Run.of("status", "--debug");
                assertThat(run.exit()).isEqualTo(1);
                assertThat(run.err()).contains("deploy.token holds").doesNotContain("a-secret");
            }
            assertThat(server.asked()).hasSize(1);
        }
        assertThat(piped("a secret", "context", "add", "two", "--server", "https://a:1")
                        .err())
                .contains("what was given")
                .doesNotContain("a secret");
    }

    @Test
    void tokens_are_never_listed() throws IOException {
        piped("a-secret-of-mine", "context", "add", "prod", "--server", "https://kefu.example.com:8081");
        Run.of(
                "context",
                "add",
                "ci",
                "--server",
                "https://10.0.0.5:8081",
                "--token-env",
                "KEFU_TOKEN",
                "--ca",
                "/etc/ca.pem");
        Run.of("context", "add", "here", "--at-data", "/var/lib/kefu");
        Run listed = Run.of("context", "list");
        Golden.check("context-list.txt", listed.out());
        Golden.check(
                "context-list.json", Run.of("context", "list", "-o", "json").out());
        assertThat(listed.out()).doesNotContain("a-secret-of-mine");
        assertThat(Files.readString(file())).contains("a-secret-of-mine");
        Run.of("context", "remove", "prod");
        assertThat(Files.readString(file())).doesNotContain("a-secret-of-mine", "\"current\"");
    }

    @Test
    void a_token_is_sent_in_clear_to_nobody_and_named_in_no_argument() {
        Run clear = piped("t", "context", "add", "prod", "--server", "http://kefu.example.com:8081");
        assertThat(clear.exit()).isEqualTo(2);
        assertThat(clear.err()).contains("in clear", "listeners.admin.tls");
        assertThat(Run.of("context", "add", "--help").out()).doesNotContain("--token ");
        assertThat(piped("", "context", "add", "x", "--server", "https://a:1").exit())
                .isEqualTo(2);
        assertThat(piped("t", "context", "add", "a/b", "--server", "https://a:1")
                        .exit())
                .isEqualTo(2);
        assertThat(file()).doesNotExist();
    }

    @Test
    void what_does_not_work_is_told_with_what_to_do() throws IOException {
        assertThat(Run.of("status", "--context", "nowhere").exit()).isEqualTo(2);
        assertThat(Run.of("status", "--context", "a", "--data", "b").err()).contains("name two servers");
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        piped("t", "context", "add", "gone", "--server", "http://127.0.0.1:" + closed);
        Run gone = Run.of("status", "--context", "gone");
        assertThat(gone.exit()).isEqualTo(69);
        assertThat(gone.err()).contains("the server of context gone does not answer");
        Run.of("context", "add", "bare", "--server", "https://a:1", "--token-env", "KEFU_TEST_NOT_SET");
        assertThat(Run.of("status", "--context", "bare").err()).contains("KEFU_TEST_NOT_SET, which is not set");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        Run open = Run.of("status", "--context", "gone");
        assertThat(open.exit()).isEqualTo(1);
        assertThat(open.err()).contains("can be read by others", "chmod 600");
    }

    @Test
    void a_wrong_token_is_told_without_being_shown() throws IOException {
        Path data = home.resolve("data");
        try (AdminServer server = AdminServer.answering(data, 401, "{\"detail\": \"the token is unknown\"}")) {
            piped("a-wrong-token", "context", "add", "prod", "--server", address(data));
            Run run = Run.of("status", "--debug");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err())
                    .contains("the token of context prod is wrong, expired or revoked")
                    .doesNotContain("a-wrong-token");
            assertThat(server.asked()).isEmpty();
        }
    }
}

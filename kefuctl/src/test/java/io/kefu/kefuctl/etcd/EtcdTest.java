package io.kefu.kefuctl.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.testing.TestEtcd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client against a real etcd. */
class EtcdTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static TestEtcd real;

    private final Etcd etcd = new Etcd(
            new Endpoints(
                    List.of(URI.create("http://127.0.0.1:1"), URI.create(real.endpoint())),
                    Optional.empty(),
                    Optional.empty()),
            Optional.empty());

    @BeforeAll
    static void start() {
        real = TestEtcd.start();
    }

    @AfterAll
    static void stop() {
        real.close();
    }

    @Test
    void a_prefix_is_read_whole_at_one_revision_without_what_only_begins_like_it() throws InterruptedException {
        real.put("/a/shop", "no");
        real.put("/a/shop-2/x", "no");
        real.put("/a/shop/x", "甲");
        long revision = real.put("/a/shop/b/y", "");
        Keys keys = etcd.read(new Prefix("/a/shop"));
        assertThat(keys.revision()).isEqualTo(revision);
        assertThat(keys.values().keySet()).containsExactly("b/y", "x");
        assertThat(new String(keys.values().get("x"), StandardCharsets.UTF_8)).isEqualTo("甲");
    }

    @Test
    void a_watch_tells_of_what_is_under_the_prefix_alone() throws InterruptedException {
        Prefix prefix = new Prefix("/watched");
        long revision = real.put("/watched/x", "1");
        assertThat(etcd.changed(prefix, revision - 1, LONG)).isTrue();
        real.put("/watched-not/x", "1");
        assertThat(etcd.changed(prefix, revision, Duration.ofMillis(300))).isFalse();
        Thread.startVirtualThread(() -> real.put("/watched/x", "2"));
        assertThat(etcd.changed(prefix, revision, LONG)).isTrue();
    }

    @Test
    void a_watch_from_before_a_compaction_counts_as_a_change() throws InterruptedException {
        long before = real.put("/elsewhere", "1");
        real.put("/elsewhere", "2");
        real.compact(real.put("/elsewhere", "3"));
        assertThat(etcd.changed(new Prefix("/compacted"), before, LONG)).isTrue();
    }

    @Test
    void more_than_is_read_is_refused() throws InterruptedException {
        for (int part = 0; part < 11; part++) {
            Map<String, String> some = new LinkedHashMap<>();
            for (int i = 0; i < 100; i++) {
                some.put("/many/" + part + "-" + i, "");
            }
            real.putAll(some);
        }
        assertThatThrownBy(() -> etcd.read(new Prefix("/many")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("more than 1000 keys under etcd:/many");
        for (int i = 0; i < 10; i++) {
            real.put("/large/" + i, "x".repeat(1_000_000));
        }
        assertThatThrownBy(() -> etcd.read(new Prefix("/large")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("more lies under the prefix than is read: 9 MiB");
    }

    @Test
    void who_has_signed_in_signs_in_again_after_the_users_changed() throws Exception {
        try (TestEtcd guarded = TestEtcd.start()) {
            guarded.giveJwts();
            guarded.put("/a/x", "1");
            guarded.askForPasswords("kefu", "correct", "/a");
            Etcd known = new Etcd(only(guarded.endpoint()), Optional.of(login("kefu:correct")));
            assertThat(known.read(new Prefix("/a")).values()).hasSize(1);
            guarded.addUser("guest");
            assertThat(known.read(new Prefix("/a")).values()).hasSize(1);
        }
    }

    private static Login login(String text) {
        return Login.inVariable("LOGIN", Map.of("LOGIN", text));
    }

    private static Endpoints only(String... members) {
        return new Endpoints(Stream.of(members).map(URI::create).toList(), Optional.empty(), Optional.empty());
    }

    @Test
    void a_watch_of_a_member_that_is_cut_off_ends() {
        try (TestEtcd lonely = TestEtcd.start()) {
            Etcd client = new Etcd(only(lonely.endpoint()), Optional.empty());
            long revision = lonely.put("/a/x", "1");
            lonely.loseItsLeader();
            assertThatThrownBy(() -> client.changed(new Prefix("/a"), revision, LONG))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("no leader");
        }
    }

    @Test
    void a_failure_names_the_member_whose_it_is_and_shows_its_words_plainly_and_in_bounds() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] words = ("\u001b[2Jno " + "x".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(500, words.length);
            exchange.getResponseBody().write(words);
            exchange.close();
        });
        other.createContext("/v3/kv/range", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("no".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        other.start();
        try {
            String at = "127.0.0.1:" + other.getAddress().getPort();
            Etcd client = new Etcd(only("http://127.0.0.1:1", "http://" + at), Optional.empty());
            assertThatThrownBy(() -> client.read(new Prefix("/a")))
                    .hasMessage("etcd at " + at + " does not answer: what answers there is no etcd");
            assertThatThrownBy(() -> client.changed(new Prefix("/a"), 1, LONG))
                    .hasMessageStartingWith("etcd at " + at + " refused: answered with 500 [2Jno xxx")
                    .message()
                    .hasSizeLessThan(300);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void a_member_without_a_port_is_named_as_it_was_given() {
        Etcd client = new Etcd(only("http://nowhere.invalid"), Optional.empty());
        assertThatThrownBy(() -> client.read(new Prefix("/a"))).hasMessage("etcd at nowhere.invalid cannot be reached");
    }

    @Test
    void one_member_after_the_other_is_asked_and_the_failure_names_one() {
        Etcd nobody = new Etcd(
                new Endpoints(List.of(URI.create("http://127.0.0.1:1")), Optional.empty(), Optional.empty()),
                Optional.empty());
        assertThatThrownBy(() -> nobody.read(new Prefix("/a")))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("etcd at 127.0.0.1:1 cannot be reached");
    }
}

package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketPathTest {

    /** Fails when a new version of the web server moves what {@link Handover} reaches for. */
    @Test
    void the_sockets_of_this_web_server_can_be_handed_over() {
        assertThatCode(() -> HandoverTrial.pass(new Handover())).doesNotThrowAnyException();
        assertThat(SocketPath.best().kind()).isEqualTo(SocketPath.Kind.LOOPS);
        assertThat(SocketPath.best().why()).isEmpty();
    }

    @Test
    void a_handover_that_fails_leaves_a_thread_for_each_connection_and_says_why() {
        SocketPath path = SocketPath.tried(() -> {
            throw new NoSuchFieldException("helidonSocket");
        });
        assertThat(path.kind()).isEqualTo(SocketPath.Kind.THREADS);
        assertThat(path.taking()).isEmpty();
        assertThat(path.why()).contains("helidonSocket");
    }
}

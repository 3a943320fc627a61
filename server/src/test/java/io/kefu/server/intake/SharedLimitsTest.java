package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.intake.SharedLimits.OfChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SharedLimitsTest {

    private final Map<String, OfChannel> channels =
            new ConcurrentHashMap<>(Map.of("web", new OfChannel(new SendLimits.Rate(1, 5), 2)));
    private long now;
    private final SharedLimits limits =
            new SharedLimits(new SendLimits.Rate(1, 3), name -> Optional.ofNullable(channels.get(name)), () -> now);

    private record From(String channel, String address) implements Sender {
        @Override
        public String connectionId() {
            return "";
        }
    }

    private void say(String channel, String address) {
        limits.message(new From(channel, address));
    }

    private static void isLimited(ThrowingCallable call, String limit, long wait) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.ERROR_CODE_RATE_LIMITED);
            assertThat(refusal.limit()).isEqualTo(limit);
            assertThat(refusal.retryAfterMillis()).isEqualTo(wait);
        });
    }

    @Test
    void the_visitors_of_one_address_share_what_it_has_and_leave_others_theirs() {
        for (int i = 0; i < 3; i++) {
            say("app", "10.0.0.1");
        }
        isLimited(() -> say("app", "10.0.0.1"), "address", 1_000);
        assertThatCode(() -> say("app", "10.0.0.2")).doesNotThrowAnyException();
        now += 1_000_000_000;
        assertThatCode(() -> say("app", "10.0.0.1")).doesNotThrowAnyException();
    }

    @Test
    void the_visitors_of_one_channel_share_what_it_has_wherever_they_are() {
        for (int i = 0; i < 5; i++) {
            say("web", "10.0.0." + i);
        }
        isLimited(() -> say("web", "10.0.0.9"), "channel", 1_000);
        assertThatCode(() -> say("app", "10.0.0.9")).doesNotThrowAnyException();
    }

    @Test
    void who_is_refused_at_its_address_takes_nothing_of_its_channels() {
        for (int i = 0; i < 3; i++) {
            say("web", "10.0.0.1");
        }
        for (int i = 0; i < 50; i++) {
            isLimited(() -> say("web", "10.0.0.1"), "address", 1_000);
        }
        say("web", "10.0.0.2");
        say("web", "10.0.0.3");
        isLimited(() -> say("web", "10.0.0.4"), "channel", 1_000);
    }

    @Test
    void a_channel_takes_only_so_many_new_visitors_a_minute() {
        limits.visitor("web");
        limits.visitor("web");
        isLimited(() -> limits.visitor("web"), "channel_visitors", 30_000);
        assertThatCode(() -> limits.visitor("nobody knows it")).doesNotThrowAnyException();
    }

    @Test
    void what_is_changed_holds_at_once() {
        for (int i = 0; i < 3; i++) {
            say("app", "10.0.0.1");
        }
        limits.change(new SendLimits.Rate(10, 3));
        isLimited(() -> say("app", "10.0.0.1"), "address", 100);
        channels.put("web", new OfChannel(new SendLimits.Rate(1, 1), 1));
        say("web", "10.0.0.5");
        isLimited(() -> say("web", "10.0.0.6"), "channel", 1_000);
    }

    @Test
    void who_is_new_is_sent_away_while_those_who_are_there_wait() {
        boolean[] overloaded = {true};
        Newcomers newcomers = new Newcomers(() -> overloaded[0], limits::visitor);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> newcomers.visitor("web")).isInstanceOfSatisfying(Refusal.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.ERROR_CODE_OVERLOADED);
                assertThat(refusal).hasMessageContaining("系统繁忙");
                assertThat(refusal.retryAfterMillis())
                        .isBetween(Newcomers.LEAST_WAIT.toMillis(), Newcomers.MOST_WAIT.toMillis());
            });
        }
        overloaded[0] = false;
        newcomers.visitor("web");
        newcomers.visitor("web");
        isLimited(() -> newcomers.visitor("web"), "channel_visitors", 30_000);
    }
}

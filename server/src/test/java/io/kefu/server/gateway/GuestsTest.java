package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuestsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Guests guests = new Guests(2);

    @Test
    void nobody_is_expected_at_first() {
        assertThat(guests.comes("a", 0)).isFalse();
    }

    @Test
    void as_many_come_as_have_left() {
        guests.expect(3, MINUTE, 0);

        assertThat(guests.comes("a", 1)).isTrue();
        assertThat(guests.comes("b", 1)).isTrue();
        assertThat(guests.comes("c", 1)).isTrue();
        assertThat(guests.comes("d", 1)).isFalse();
    }

    @Test
    void one_address_does_not_take_the_places_of_the_others() {
        guests.expect(4, MINUTE, 0);

        assertThat(guests.comes("a", 1)).isTrue();
        assertThat(guests.comes("a", 1)).isTrue();
        assertThat(guests.comes("a", 1)).isFalse();
        assertThat(guests.comes("b", 1)).isTrue();
    }

    @Test
    void nobody_is_waited_for_any_more_after_the_time() {
        guests.expect(4, MINUTE, 0);

        assertThat(guests.comes("a", MINUTE.toNanos() - 1)).isTrue();
        assertThat(guests.comes("a", MINUTE.toNanos())).isFalse();
    }
}

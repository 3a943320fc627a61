package io.kefu.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {

    private static OpeningHours in(String zone, List<String> open, String... holidays) {
        return new OpeningHours(new OpeningHoursConfig(zone, open, List.of(holidays)));
    }

    private static Instant at(String time) {
        return ZonedDateTime.parse(time).toInstant();
    }

    @Test
    void it_is_open_from_the_first_moment_to_before_the_last() {
        OpeningHours hours = in("Asia/Shanghai", List.of("Mon-Sun 08:00-23:00"));
        assertThat(hours.isOpen(at("2026-03-02T08:00:00+08:00"))).isTrue();
        assertThat(hours.isOpen(at("2026-03-02T22:59:59.999+08:00"))).isTrue();
        assertThat(hours.isOpen(at("2026-03-02T23:00:00+08:00"))).isFalse();
        assertThat(hours.isOpen(at("2026-03-02T07:59:59+08:00"))).isFalse();
    }

    @Test
    void hours_past_midnight_belong_to_the_day_on_which_they_begin() {
        OpeningHours hours = in("UTC", List.of("Fri 22:00-06:00"));
        assertThat(hours.isOpen(at("2026-03-06T23:00:00Z"))).isTrue();
        assertThat(hours.isOpen(at("2026-03-07T05:59:00Z"))).isTrue();
        assertThat(hours.isOpen(at("2026-03-07T06:00:00Z"))).isFalse();
        assertThat(hours.isOpen(at("2026-03-06T05:00:00Z"))).isFalse();
    }

    @Test
    void the_whole_day_has_no_hole_at_midnight() {
        OpeningHours hours = in("UTC", List.of("Sat,Sun 00:00-24:00"));
        assertThat(hours.isOpen(at("2026-03-07T23:59:59.999Z"))).isTrue();
        assertThat(hours.isOpen(at("2026-03-08T00:00:00Z"))).isTrue();
        assertThat(hours.isOpen(at("2026-03-09T00:00:00Z"))).isFalse();
    }

    @Test
    void it_opens_next_at_the_earliest_of_the_day_and_skips_holidays() {
        OpeningHours hours = in("UTC", List.of("Mon-Fri 14:00-18:00", "Mon-Fri 09:00-12:00"), "2026-03-09");
        assertThat(hours.opensAt(at("2026-03-06T12:30:00Z"))).contains(at("2026-03-06T14:00:00Z"));
        assertThat(hours.opensAt(at("2026-03-06T18:00:00Z"))).contains(at("2026-03-10T09:00:00Z"));
        assertThat(hours.opensAt(at("2026-03-06T10:00:00Z"))).contains(at("2026-03-06T10:00:00Z"));
    }

    @Test
    void a_range_of_days_may_run_over_the_weekend() {
        OpeningHours hours = in("UTC", List.of("Sat-Mon 09:00-10:00"));
        assertThat(hours.isOpen(at("2026-03-09T09:30:00Z"))).isTrue();
        assertThat(hours.isOpen(at("2026-03-10T09:30:00Z"))).isFalse();
    }

    @Test
    void the_zones_change_of_the_clock_is_followed() {
        OpeningHours hours = in("Europe/Berlin", List.of("Mon-Sun 09:00-10:00"));
        assertThat(hours.opensAt(at("2026-03-28T12:00:00+01:00"))).contains(at("2026-03-29T09:00:00+02:00"));
    }
}

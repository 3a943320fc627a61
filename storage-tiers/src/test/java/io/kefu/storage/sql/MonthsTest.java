package io.kefu.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class MonthsTest {
    @Test
    void a_month_is_utcs_and_ends_where_the_next_begins() {
        long newYear = Instant.parse("2027-01-01T00:00:00Z").toEpochMilli();
        assertThat(Months.at(newYear - 1)).isEqualTo(202612);
        assertThat(Months.at(newYear)).isEqualTo(202701);
        assertThat(Months.end(202612)).isEqualTo(newYear).isEqualTo(Months.begin(202701));
        assertThat(Months.of(LocalDate.of(2026, 3, 31))).isEqualTo(202603);
        assertThat(Tables.messages(202603)).isEqualTo("message_2026_03");
    }

    @Test
    void a_time_that_no_table_can_be_named_after_is_refused() {
        assertThatThrownBy(() -> Months.at(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Months.at(Long.MAX_VALUE)).isInstanceOf(RuntimeException.class);
        assertThat(Months.at(0)).isEqualTo(197001);
    }
}

package io.kefu.kefuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    @Test
    void a_column_is_as_wide_as_its_widest_text() {
        assertThat(Columns.of(List.of("NAME", "X"), List.of(List.of("李莉", "1"), List.of("a", "2"))))
                .containsExactly("NAME   X", "李莉   1", "a      2");
    }

    /** Whoever gives a thing its name does not write to the terminal of whoever lists it. */
    @Test
    void what_is_in_a_cell_does_nothing_to_the_terminal() {
        assertThat(Columns.of(List.of("NAME"), List.of(List.of("a\u001b[2Jb\nc\u0007\u202e"))))
                .containsExactly("NAME", "a[2Jb⏎c");
    }
}

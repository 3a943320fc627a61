package io.kefu.kefuctl.load.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void each_kind_comes_as_often_as_its_share_says() {
        Shares shares = Shares.of(Map.of(Call.LIST, 60, Call.HISTORY, 30, Call.UPLOAD, 5, Call.DOWNLOAD, 5));
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(shares.next());
        }
        assertThat(Collections.frequency(calls, Call.LIST)).isEqualTo(180);
        assertThat(Collections.frequency(calls, Call.HISTORY)).isEqualTo(90);
        assertThat(Collections.frequency(calls, Call.UPLOAD)).isEqualTo(15);
        assertThat(calls.subList(0, 100)).isEqualTo(calls.subList(100, 200));
        assertThat(shares).hasToString("60.0 % list, 30.0 % history, 5.00 % upload, 5.00 % download");
    }

    @Test
    void shares_of_nothing_or_less_are_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shares.of(Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Shares.of(Map.of(Call.LIST, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> Shares.of(Map.of(Call.LIST, 3, Call.UPLOAD, -1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Shares.of(Map.of(Call.LIST, 1_001)));
        assertThat(Shares.only(Call.UPLOAD).calls()).containsExactly(Call.UPLOAD);
    }
}

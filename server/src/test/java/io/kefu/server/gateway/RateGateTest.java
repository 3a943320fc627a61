package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateGateTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({"1,0", "10,0", "1000,0", "10,9223372036854775000", "10,-5000000000"})
    void a_second_lets_through_what_it_says_and_so_does_each_after_it(int perSecond, long start) {
        RateGate gate = new RateGate(perSecond, start);
        assertThat(passed(gate, start, 3 * perSecond)).isEqualTo(perSecond);
        for (int second = 1; second < 5; second++) {
            assertThat(passed(gate, start + second * SECOND, 3 * perSecond)).isEqualTo(perSecond);
        }
        assertThat(passed(gate, start + 100 * SECOND, 3 * perSecond)).isEqualTo(perSecond);
    }

    private static int passed(RateGate gate, long now, int tries) {
        int passed = 0;
        for (int i = 0; i < tries; i++) {
            passed += gate.pass(now) ? 1 : 0;
        }
        return passed;
    }
}

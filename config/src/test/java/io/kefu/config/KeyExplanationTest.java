package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.config.KeyExplanation.UnknownKeyException;
import org.junit.jupiter.api.Test;

class KeyExplanationTest {

    private static KeyExplanation of(String key) {
        return KeyExplanation.of(Shop.KINDS, key);
    }

    @Test
    void a_kind_is_what_it_declares_and_its_keys() {
        KeyExplanation shop = of("shop");
        assertThat(shop.key()).isEqualTo("Shop");
        assertThat(shop.doc()).isEqualTo("A shop.");
        assertThat(shop.keys()).extracting(KeyExplanation::key).startsWith("Shop.title", "Shop.public");
    }

    @Test
    void a_value_says_what_it_takes_and_what_holds_without_it() {
        KeyExplanation port = of("Shop.public");
        assertThat(port.takes()).isEqualTo("a whole number from 0 to 65535");
        assertThat(port.absent()).isEqualTo("8080");
        assertThat(port.keys()).isEmpty();
        assertThat(of("Till.number").absent()).isEqualTo("required");
    }

    @Test
    void a_path_may_be_written_as_plans_and_problems_write_it() {
        assertThat(of("Shop.spec.inner[0].number").key()).isEqualTo("Shop.inner.number");
        assertThat(of("Shop.hours").keys())
                .extracting(KeyExplanation::key)
                .containsExactly("Shop.hours.from", "Shop.hours.to");
    }

    @Test
    void what_is_not_there_names_what_was_meant() {
        assertThatThrownBy(() -> of("Shop.colours"))
                .isInstanceOf(UnknownKeyException.class)
                .hasMessageContaining("did you mean `colour`?");
        assertThatThrownBy(() -> of("Shp")).hasMessageContaining("did you mean `Shop`?");
        assertThatThrownBy(() -> of("Shop.public.port")).hasMessageContaining("it is a value");
    }
}

package io.kefu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedPagesTest {

    @Doc("Numbers need bounds.")
    record Boundless(@Doc("n") int n) {}

    @Doc("Fields need words.")
    record Wordless(boolean flag) {}

    @Doc("References need kinds.")
    record Dangling(@Doc("To.") @RefersTo("Nothing") String to) {}

    @Test
    void the_schema_and_the_page_tell_types_bounds_and_defaults() {
        assertThat(JsonSchema.of(Shop.KINDS))
                .contains("\"$schema\" : \"http://json-schema.org/draft-07/schema#\"")
                .contains("\"maximum\" : 65535")
                .contains("\"additionalProperties\" : false")
                .contains("#/definitions/Shop");
        assertThat(ReferencePage.of(Shop.KINDS))
                .contains("## Shop\n\nA shop.\n")
                .contains("| `public` | a whole number from 0 to 65535 | `8080` | Port. |")
                .contains("| `inner[].number` | a whole number from 1 to 99 | **required** | Its number. |")
                .contains("One at most")
                .contains("| `KEFU-C020` |");
    }

    @Test
    void a_record_without_bounds_words_or_known_references_is_a_fault_in_the_program() {
        assertThatThrownBy(() -> new ConfigLoader(List.of(Kind.of("A", Boundless.class))))
                .hasMessageContaining("@Within");
        assertThatThrownBy(() -> new ConfigLoader(List.of(Kind.of("A", Wordless.class))))
                .hasMessageContaining("@Doc");
        assertThatThrownBy(() -> new ConfigLoader(List.of(Kind.of("A", Dangling.class))))
                .hasMessageContaining("Nothing");
    }
}

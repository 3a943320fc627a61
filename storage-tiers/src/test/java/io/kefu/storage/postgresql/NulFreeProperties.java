package io.kefu.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class NulFreeProperties {
    @Property
    void a_text_comes_back_as_it_was_and_is_written_without_what_columns_refuse(@ForAll("texts") String text) {
        String written = NulFree.written(text);
        assertThat(written).doesNotContain("\u0000");
        assertThat(NulFree.asItWas(written)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('\u0000', '\uE000', '0', '1', '\u4f60')
                .ofMaxLength(12);
    }
}

package io.kefu.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CataloguePageTest {
    private static final Path PAGE = Path.of("../docs/reference/metrics.md");

    /** Run with {@code -Dkefu.record=true} to write the page anew. */
    @Test
    void the_reference_page_says_what_the_catalogue_says() throws IOException {
        if (Boolean.getBoolean("kefu.record")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, CataloguePage.markdown());
        }
        assertThat(PAGE).content().isEqualTo(CataloguePage.markdown());
    }
}

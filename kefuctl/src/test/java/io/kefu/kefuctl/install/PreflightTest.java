package io.kefu.kefuctl.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.server.app.QuickStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host lacks is told before anything is changed. */
class PreflightTest {

    @TempDir
    Path folder;

    @Test
    void a_library_that_is_missing_is_told_with_its_package() {
        Preflight.library("libc.so.6", "");
        assertThatThrownBy(() -> Preflight.library("libnobody-has-this.so.9", "apt-get install libnobody9"))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> {
                    assertThat(failure.exit()).isEqualTo(ExitCode.PREFLIGHT_FAILED);
                    assertThat(failure.getMessage()).contains("libnobody-has-this.so.9");
                    assertThat(failure.remedy()).isEqualTo("apt-get install libnobody9");
                });
    }

    @Test
    void room_is_seen_where_a_folder_is_or_will_be() {
        assertThat(Preflight.free(folder.resolve("will/be")))
                .isPositive()
                .isLessThanOrEqualTo(folder.toFile().getTotalSpace());
    }

    @Test
    void a_configuration_that_is_not_there_is_told_before_anything_is_done() throws IOException {
        Path given = folder.resolve("mine");
        assertNoConfiguration(given);
        Files.createDirectory(given);
        assertNoConfiguration(given);
        QuickStart.write(given);
        assertThatCode(() -> Preflight.configuration(given)).doesNotThrowAnyException();
    }

    private static void assertNoConfiguration(Path given) {
        assertThatThrownBy(() -> Preflight.configuration(given))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> {
                    assertThat(failure.exit()).isEqualTo(ExitCode.PREFLIGHT_FAILED);
                    assertThat(failure).hasMessageContaining(given.toString());
                    assertThat(failure.remedy()).contains("kefuctl config init " + given);
                });
    }
}

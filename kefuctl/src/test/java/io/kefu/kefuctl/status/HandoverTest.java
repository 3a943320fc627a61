package io.kefu.kefuctl.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.storage.journal.DirectoryLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class HandoverTest {

    private static final int MANY = 25;

    @TempDir
    Path data;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void who_does_not_answer_is_asked_again_for_as_long_as_the_directory_is_held() throws Exception {
        try (LockHolder _ = LockHolder.of(data)) {
            JsonNode answer = JsonMapper.shared().createObjectNode();
            assertThat(new Handover(Optional.of(data), Duration.ofHours(1)).waitedOut(() -> {
                        if (asked.incrementAndGet() < MANY) {
                            throw unreachable();
                        }
                        return answer;
                    }))
                    .isSameAs(answer);
            assertThatThrownBy(() -> new Handover(Optional.of(data), Duration.ZERO).waitedOut(this::nobody))
                    .isInstanceOf(CommandFailure.class);
        }
    }

    /** After a restart of the machine, or when numbers have come round. */
    @Test
    void that_the_number_of_the_last_server_is_another_process_says_nothing() throws Exception {
        try (LockHolder _ = LockHolder.of(data)) {
            assertThat(data.resolve("journal/lock")).isNotEmptyFile();
        }
        Files.writeString(
                data.resolve("journal/lock"),
                Long.toString(ProcessHandle.current().parent().orElseThrow().pid()));
        assertThatThrownBy(() -> new Handover(Optional.of(data), Duration.ofSeconds(10)).waitedOut(this::nobody))
                .isInstanceOf(CommandFailure.class);
        assertThat(asked).as("what passes between two servers is waited for").hasValueBetween(2, MANY);
    }

    @Test
    void where_no_server_was_ever_one_question_is_enough() {
        assertThatThrownBy(() -> new Handover(Optional.of(data), Duration.ofHours(1)).waitedOut(this::nobody))
                .isInstanceOf(CommandFailure.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void who_lets_go_of_a_directory_leaves_no_number_in_it() {
        DirectoryLock.take(data.resolve("journal")).close();
        assertThat(data.resolve("journal/lock")).isEmptyFile();
    }

    private JsonNode nobody() {
        asked.incrementAndGet();
        throw unreachable();
    }

    private static CommandFailure unreachable() {
        return new CommandFailure(ExitCode.UNREACHABLE, "nobody answers", "");
    }
}

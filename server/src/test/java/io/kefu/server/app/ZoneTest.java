package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.config.ConfigLoader;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings.Route;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneTest {

    @TempDir
    private Path directory;

    /** The policy of the quick start with one rule more, for those who come at eight. */
    private Route atEight(String zone, String time) throws Exception {
        Path config = WholeServer.in(directory)
                .edit(
                        "routing.yaml",
                        "  rules:\n",
                        "  zone: " + zone
                                + "\n  rules:\n    - {name: at-eight, when: time.hour == 8, to: {group: vip}}\n")
                .config();
        Settings settings = new Settings(new ConfigLoader(Kinds.ALL).load(config), count -> {});
        return settings.policies()
                .route(onWeb(), "hello", false, Instant.parse(time).toEpochMilli());
    }

    private static ConversationState onWeb() {
        return ConversationState.of(ConversationSnapshot.newBuilder()
                .setConversationId("c")
                .setChannel("web")
                .build());
    }

    @Test
    void times_in_rules_are_those_of_the_policys_zone_wherever_the_server_stands() throws Exception {
        assertThat(atEight("Asia/Shanghai", "2026-03-02T00:30:00Z").rule()).isEqualTo("at-eight");
    }

    @Test
    void and_of_no_other() throws Exception {
        assertThat(atEight("UTC", "2026-03-02T00:30:00Z").rule()).isNotEqualTo("at-eight");
    }
}

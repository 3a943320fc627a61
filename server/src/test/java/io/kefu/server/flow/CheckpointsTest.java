package io.kefu.server.flow;

import static io.kefu.server.flow.FlowScene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir
    Path folder;

    @Test
    void a_checkpoint_that_fails_in_any_way_is_stored_later() {
        try (FlowScene scene = new FlowScene(folder)) {
            String one = accepted(scene.say("v1", "a1", "one")).conversationId();
            scene.flow.close();
            scene.journal.checkpointsTried.set(0);
            scene.journal.checkpointsStored.clear();
            long end = scene.journal.end();
            Streams streams = new Streams(scene.journal);
            streams.conversation(one);
            streams.committed(one, 0);
            streams.committed("group:support", end - 1);
            try (Checkpoints checkpoints = new Checkpoints(scene.journal, 1)) {
                scene.journal.failingCheckpoints = true;
                checkpoints.some(streams, end);
                FlowScene.awaitTrue(() -> scene.journal.checkpointsTried.get() == 1);
                scene.journal.failingCheckpoints = false;
                FlowScene.awaitTrue(() -> {
                    checkpoints.some(streams, end);
                    return scene.journal.checkpointsStored.contains(one);
                });
                assertThat(streams.oldestDirty(end)).isEqualTo(end - 1);
            }
        }
    }
}

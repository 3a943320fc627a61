package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BotRoadTest {

    private final Scene scene = new Scene();

    @Test
    void a_person_asked_for_right_after_a_question_that_the_bot_misses_is_still_asked_for() {
        scene.visitorSays("asdf");
        scene.visitorSays("转人工");
        missed(1, "sorry");
        scene.decide(new ConversationEvent.BotGaveUp(Scene.BOT, 2, "handover_word", true, ""));
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
    }

    @Test
    void a_question_asked_before_another_may_hand_over_after_it_was_answered() {
        scene.visitorSays("转人工");
        scene.visitorSays("hello?");
        scene.botAnswers(2, "hello");
        scene.decide(new ConversationEvent.BotGaveUp(Scene.BOT, 1, "handover_word", true, ""));
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
    }

    @Test
    void each_of_two_questions_that_the_bot_misses_gets_its_reply_once() {
        scene.visitorSays("asdf");
        scene.visitorSays("qwer");
        missed(1, "sorry");
        assertThat(scene.state.question().getSeq()).isEqualTo(2);
        missed(2, "sorry again");
        missed(2, "sorry again");
        missed(1, "sorry");
        assertThat(said()).containsExactly("sorry", "sorry again");
        assertThat(scene.state.question().getSeq()).isZero();
        assertThat(scene.state.botMisses()).isEqualTo(2);
    }

    @Test
    void a_miss_without_words_counts_once() {
        scene.visitorSays("asdf");
        missed(1, "");
        missed(1, "");
        assertThat(scene.state.botMisses()).isEqualTo(1);
    }

    private void missed(long seq, String text) {
        scene.decide(new ConversationEvent.BotGaveUp(Scene.BOT, seq, "no_match", false, text));
    }

    private List<String> said() {
        return scene.journal.stream()
                .filter(Decision.NewMessage.class::isInstance)
                .map(entry -> ((Decision.NewMessage) entry).body())
                .filter(message -> message.getAuthor().equals(Scene.BOT))
                .map(message -> message.getText())
                .toList();
    }
}

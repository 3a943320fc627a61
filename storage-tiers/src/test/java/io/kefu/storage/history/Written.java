package io.kefu.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** One conversation as a simple list: what each number shows now, and which may be gone. */
final class Written {
    /** After this a message is neither recalled nor edited. */
    private static final Duration CHANGEABLE = Duration.ofHours(20);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String conversation;
    private final List<Line> lines = new ArrayList<>();
    private final Set<Long> mayBeGone = new HashSet<>();

    /** What a number shows, and what it showed before. */
    private static final class Line {
        private final List<String> shows = new ArrayList<>();
        private final Instant at;
        private boolean recalled;

        Line(String text, Instant at) {
            this.shows.add(text);
            this.at = at;
        }

        String shown() {
            return shows.getLast();
        }

        void edited(String text) {
            // What was taken back stays so.
            if (!recalled) {
                shows.add(text);
            }
        }

        void recalled() {
            recalled = true;
            shows.add("");
        }
    }

    Written(String conversation) {
        this.conversation = conversation;
    }

    List<JournalRecord> texts(int count, Instant now) {
        List<JournalRecord> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "word" + lines.size() % 3 + " 第" + lines.size() + "条";
            lines.add(new Line(text, now));
            batch.add(TestSource.record(conversation, lines.size(), text, now.toEpochMilli()));
        }
        return batch;
    }

    /** A recall or an edit of a message that may still be changed; none where there is no such. */
    List<JournalRecord> amend(int target, boolean recall, Instant now) {
        if (target < 1
                || target > lines.size()
                || lines.get(target - 1).at.plus(CHANGEABLE).isBefore(now)) {
            return List.of();
        }
        Line line = lines.get(target - 1);
        lines.add(new Line("", now));
        String text = "word" + target % 3 + " anew" + lines.size();
        if (recall) {
            line.recalled();
        } else {
            line.edited(text);
        }
        String body = recall ? "recall " + target : "edit " + target + " " + text;
        return List.of(TestSource.record(conversation, lines.size(), body, now.toEpochMilli()));
    }

    /** Whole days before a moment's day may be dropped from now on. */
    void mayGoBefore(Instant moment) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).at.isBefore(moment)) {
                mayBeGone.add(i + 1L);
            }
        }
    }

    int size() {
        return lines.size();
    }

    /** Never wrong, and whole unless it says otherwise. */
    void compare(History history, Range range, boolean mayBePartial) {
        HistoryPage page = mayBePartial ? history.read(conversation, size(), range) : whole(history, range);
        right(page);
        if (page.partial()) {
            assertThat(page.late()).isNotEmpty();
            return;
        }
        Window window = Window.of(range, size());
        List<Long> asked =
                LongStream.rangeClosed(window.first(), window.last()).boxed().toList();
        List<Long> there =
                asked.stream().filter(seq -> !mayBeGone.contains(seq)).toList();
        List<Long> given = page.messages().stream().map(StoredMessage::seq).toList();
        assertThat(given).as("%s of %s", range, conversation).containsAll(there);
        boolean goesOnBehindWhatIsGone = there.isEmpty() && range instanceof Range.After;
        assertThat(goesOnBehindWhatIsGone || asked.containsAll(given))
                .as(() -> range + " gave " + given)
                .isTrue();
    }

    /** Asked again where a busy machine took longer than a reader may wait. */
    private HistoryPage whole(History history, Range range) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HistoryPage page = history.read(conversation, size(), range);
        while (page.partial() && System.nanoTime() < deadline) {
            right(page);
            page = history.read(conversation, size(), range);
        }
        assertThat(page.late()).as("late for " + range).isEmpty();
        return page;
    }

    /**
     * Each message what it shows now, or once showed where a tier is late; in ascending order, none twice, and no gap but of
     * what may be gone.
     */
    private void right(HistoryPage page) {
        long last = 0;
        for (StoredMessage each : page.messages()) {
            Line line = lines.get((int) each.seq() - 1);
            assertThat(page.partial() ? line.shows : List.of(line.shown())).contains(each.shownText());
            assertThat(each.seq()).isGreaterThan(last);
            for (long between = last + 1; last > 0 && between < each.seq(); between++) {
                assertThat(mayBeGone).contains(between);
            }
            last = each.seq();
        }
    }

    /** From its end to its beginning, page by page: all of it, each once. */
    void pageThrough(History history, int limit) {
        Set<Long> seen = new HashSet<>();
        for (long before = size() + 1L; before > 1; before -= limit) {
            HistoryPage page = whole(history, Range.before(before, limit));
            right(page);
            page.messages().forEach(each -> assertThat(seen.add(each.seq())).isTrue());
        }
        assertThat(seen).containsAll(stays());
    }

    /** The numbers that are nowhere dropped. */
    List<Long> stays() {
        return LongStream.rangeClosed(1, size())
                .boxed()
                .filter(seq -> !mayBeGone.contains(seq))
                .toList();
    }

    /** Those of them that show a word. */
    List<String> showing(String word) {
        return stays().stream()
                .filter(seq -> shows(seq, word))
                .map(seq -> conversation + "/" + seq)
                .toList();
    }

    boolean shows(long seq, String word) {
        return List.of(lines.get((int) seq - 1).shown().split(" ")).contains(word);
    }
}

package io.kefu.storage.memory;

import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.Outdated;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The last messages of one conversation: always a run with no gap, unless some were removed on purpose. The tier locks it. */
final class HotConversation {
    /** What a message costs beside its text and body, roughly: its object, strings and place in the deque. */
    private static final int OVERHEAD_BYTES = 400;

    private final int most;
    private final ArrayDeque<StoredMessage> messages = new ArrayDeque<>();
    private String visitor = "";
    private String group = "";
    private long closedAt;
    private int bytes = OVERHEAD_BYTES;

    HotConversation(int most) {
        this.most = most;
    }

    void add(StoredMessage message) {
        StoredMessage last = messages.peekLast();
        boolean follows = last != null && last.epoch().equals(message.epoch());
        if (follows && message.seq() <= last.seq()) {
            return;
        }
        if (last != null && (!follows || message.seq() != last.seq() + 1)) {
            clear();
        }
        visitor = message.visitorId();
        messages.addLast(message);
        bytes += weight(message);
        while (messages.size() > most) {
            bytes -= weight(messages.removeFirst());
        }
    }

    private void clear() {
        messages.clear();
        bytes = OVERHEAD_BYTES;
    }

    void amend(Amend amend) {
        List<StoredMessage> amended = messages.stream()
                .map(each -> each.seq() == amend.targetSeq() ? each.with(amend.amendment()) : each)
                .toList();
        messages.clear();
        messages.addAll(amended);
    }

    void became(String newGroup, String ofVisitor, long newClosedAt) {
        group = newGroup;
        visitor = ofVisitor;
        closedAt = newClosedAt;
    }

    Slice slice(Range range) {
        if (messages.isEmpty()) {
            return Slice.EMPTY;
        }
        return new Slice(chosen(range), messages.getLast().seq());
    }

    private List<StoredMessage> chosen(Range range) {
        return switch (range) {
            case Range.After after ->
                messages.stream()
                        .filter(each -> each.seq() > after.seq())
                        .limit(after.limit())
                        .toList();
            case Range.Before before -> last(before.seq(), before.limit());
            case Range.Newest newest -> last(Long.MAX_VALUE, newest.limit());
        };
    }

    private List<StoredMessage> last(long below, int limit) {
        List<StoredMessage> found = new ArrayList<>();
        var newestFirst = messages.descendingIterator();
        while (newestFirst.hasNext() && found.size() < limit) {
            StoredMessage each = newestFirst.next();
            if (each.seq() < below) {
                found.add(each);
            }
        }
        return found.reversed();
    }

    Stream<StoredMessage> all() {
        return messages.stream();
    }

    long drop(String id, Outdated outdated) {
        int before = messages.size();
        messages.removeIf(each -> each.day().equals(outdated.day()) && outdated.covers(each.channel(), id));
        bytes = OVERHEAD_BYTES
                + messages.stream().mapToInt(HotConversation::weight).sum();
        return before - (long) messages.size();
    }

    int bytes() {
        return bytes;
    }

    int size() {
        return messages.size();
    }

    String visitor() {
        return visitor;
    }

    String group() {
        return group;
    }

    /** 0 while open. */
    long closedAt() {
        return closedAt;
    }

    private static int weight(StoredMessage message) {
        return OVERHEAD_BYTES + message.body().length + 2 * message.text().length();
    }
}

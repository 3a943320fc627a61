package io.kefu.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class BatchFoldProperties {
    @Property(tries = 500)
    void a_batch_does_what_its_entries_do_one_by_one(
            @ForAll("entries") List<TierEntry> before, @ForAll("entries") List<TierEntry> batch) {
        Map<BatchFold.Key, StoredMessage> held = new HashMap<>();
        before.forEach(entry -> apply(held, List.of(entry)));
        Map<BatchFold.Key, StoredMessage> together = new HashMap<>(held);
        apply(together, batch);
        batch.forEach(entry -> apply(held, List.of(entry)));
        assertThat(shown(together)).isEqualTo(shown(held));
    }

    @Property(tries = 500)
    void messages_of_one_epoch_and_what_amends_them_change_nothing_the_second_time(
            @ForAll("entries") List<TierEntry> entries) {
        List<TierEntry> batch = new ArrayList<>(entries);
        batch.removeIf(entry ->
                entry instanceof StoredMessage message && !message.epoch().equals("e1"));
        batch.sort(Comparator.comparing(Amend.class::isInstance));
        Map<BatchFold.Key, StoredMessage> held = new HashMap<>();
        apply(held, batch);
        assertThat(new BatchFold(held).apply(batch).changes()).isEmpty();
    }

    @Property(tries = 500)
    void a_change_says_truly_whether_the_message_was_held(
            @ForAll("entries") List<TierEntry> before, @ForAll("entries") List<TierEntry> batch) {
        Map<BatchFold.Key, StoredMessage> held = new HashMap<>();
        apply(held, before);
        for (BatchFold.Change change : new BatchFold(held).apply(batch).changes()) {
            StoredMessage was = held.get(BatchFold.Key.of(change.message()));
            switch (change) {
                case BatchFold.Insert insert -> assertThat(was).isNull();
                case BatchFold.Replace replace -> assertThat(replace.before()).isSameAs(was);
                case BatchFold.Reword reword ->
                    assertThat(reword.message().epoch()).isEqualTo(was.epoch());
            }
        }
    }

    private static void apply(Map<BatchFold.Key, StoredMessage> held, List<TierEntry> batch) {
        new BatchFold(held)
                .apply(batch)
                .changes()
                .forEach(change -> held.put(BatchFold.Key.of(change.message()), change.message()));
    }

    private static Map<String, String> shown(Map<BatchFold.Key, StoredMessage> held) {
        Map<String, String> shown = new TreeMap<>();
        held.forEach((key, message) ->
                shown.put(key.conversation() + key.seq(), message.epoch() + message.text() + message.amendment()));
        return shown;
    }

    @Provide
    Arbitrary<List<TierEntry>> entries() {
        return Arbitraries.<TierEntry>oneOf(messages(), amends()).list().ofMaxSize(12);
    }

    private static Arbitrary<StoredMessage> messages() {
        return Combinators.combine(
                        Arbitraries.of("c1", "c2"), Arbitraries.longs().between(1, 3), Arbitraries.of("e1", "e2"))
                .as(BatchFoldProperties::message);
    }

    private static StoredMessage message(String conversation, long seq, String epoch) {
        StoredMessage message =
                Messages.at(conversation, seq, "visitor", "v", epoch + " text", Instant.ofEpochMilli(seq));
        return new StoredMessage(
                conversation,
                epoch,
                seq,
                message.channel(),
                message.visitorId(),
                message.authorKind(),
                message.authorId(),
                message.atMillis(),
                false,
                message.text(),
                message.body(),
                null);
    }

    private static Arbitrary<Amend> amends() {
        return Combinators.combine(
                        Arbitraries.of("c1", "c2"),
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.longs().between(1, 6),
                        Arbitraries.of(Amendment.Kind.values()))
                .as((conversation, target, by, kind) ->
                        new Amend(conversation, target, new Amendment(kind, by, "edit " + by)));
    }
}

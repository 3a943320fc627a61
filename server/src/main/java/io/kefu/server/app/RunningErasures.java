package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.ErasureOperations;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Views;
import io.kefu.storage.Storage;
import io.kefu.storage.accounts.Visitor;
import io.kefu.storage.accounts.Visitors;
import io.kefu.storage.erasure.Erasure;
import io.kefu.storage.erasure.ErasureReceipt;
import io.kefu.storage.erasure.Erasures;
import io.kefu.storage.erasure.ReceiptKey;
import io.kefu.storage.erasure.Traces;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What operators ask of this server's erasures. */
record RunningErasures(Erasures erasures, ReceiptKey key, Storage storage, Visitors visitors, Views views)
        implements ErasureOperations {

    /** Below the time that {@code kefuctl} waits for an answer. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static final int LATEST = 100;

    /** Those that only memory knows of yet among them. */
    static Traces.Found found(Storage storage, Views views, String visitorId) {
        Traces.Found stored = storage.conversationsOf(visitorId);
        Set<String> all = new TreeSet<>(stored.conversations());
        views.ofVisitor(visitorId).stream()
                .map(ConversationSnapshot::getConversationId)
                .forEach(all::add);
        return new Traces.Found(all, stored.missing());
    }

    @Override
    public Optional<String> visitor(String channel, String externalId) {
        return visitors.byExternal(channel, externalId).map(Visitor::id);
    }

    @Override
    public Object plan(String visitorId) {
        Plan plan = planned(visitorId);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("visitor_id", visitorId);
        answer.put("conversations", plan.conversations().size());
        answer.put("open", plan.open());
        answer.put("held", plan.held());
        answer.put("missing", plan.missing());
        return answer;
    }

    private record Plan(Set<String> conversations, List<String> open, List<String> held, String missing) {}

    private Plan planned(String visitorId) {
        Traces.Found found = found(storage, views, visitorId);
        if (found.conversations().isEmpty() && visitors.byId(visitorId).isEmpty() && !erasures.knows(visitorId)) {
            throw ApiException.of(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no visitor " + visitorId);
        }
        Set<String> gone = new TreeSet<>(found.conversations());
        List<String> held =
                gone.stream().filter(storage.holds()::isHeld).sorted().toList();
        gone.removeIf(held::contains);
        return new Plan(gone, gone.stream().filter(this::isOpen).toList(), held, found.missing());
    }

    private boolean isOpen(String conversationId) {
        return views.here(conversationId)
                .filter(now -> now.getState() != Phases.CLOSED)
                .isPresent();
    }

    @Override
    public Object erase(String visitorId, boolean close) throws InterruptedException {
        List<String> open = planned(visitorId).open();
        if (!open.isEmpty() && !close) {
            throw ApiException.of(
                    ErrorCode.ERROR_CODE_CONFLICT,
                    "the visitor has an open conversation (" + open.getFirst()
                            + "): close it first, or have it closed");
        }
        Erasure asked = erasures.ask(visitorId);
        return receipt(erasures.await(asked.id(), BOUND).orElse(asked));
    }

    @Override
    public Optional<Object> receipt(String erasureId) {
        return erasures.find(erasureId).map(this::receipt);
    }

    private Object receipt(Erasure erasure) {
        return ErasureReceipt.of(erasure, key);
    }

    @Override
    public List<Object> latest() {
        return erasures.latest(LATEST).stream().map(this::receipt).toList();
    }

    @Override
    public Object publicKey() {
        return Map.of("algorithm", "Ed25519", "key_id", key.id(), "public_key", key.publicPem());
    }
}

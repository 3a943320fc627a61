package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.storage.accounts.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code kefuctl storage erase} and {@code hold} ask. */
final class ErasureRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final String ERASURES = "/admin/v1/storage/erasures";
    private static final String HOLDS = "/admin/v1/storage/holds";
    private static final int MOST_REASON = 500;

    private final ErasureOperations erasures;
    private final HoldOperations holds;

    /** Who is to be erased: by the visitor's own id, or by the company's and the channel. */
    record Wanted(String visitorId, String channel, String externalId, boolean close) {}

    record Reason(String reason) {}

    ErasureRoutes(ErasureOperations erasures, HoldOperations holds) {
        this.erasures = erasures;
        this.holds = holds;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ERASURES, OPERATOR, _ -> Answer.ok(Map.of("items", erasures.latest()))),
                Route.post(ERASURES + "/plan", OPERATOR, call -> Answer.ok(erasures.plan(visitor(wanted(call)))))
                        .repeats(Repeats.AGAIN),
                Route.post(ERASURES, OPERATOR, this::erase).repeats(Repeats.AGAIN),
                Route.get(ERASURES + "/{id}", OPERATOR, this::receipt),
                Route.get("/admin/v1/storage/erasure-key", OPERATOR, _ -> Answer.ok(erasures.publicKey())),
                Route.get(HOLDS, OPERATOR, _ -> Answer.ok(Map.of("items", holds.all()))),
                Route.put(HOLDS + "/{id}", OPERATOR, this::hold),
                Route.delete(HOLDS + "/{id}", OPERATOR, this::release));
    }

    private static Wanted wanted(Call call) {
        return call.body(Wanted.class);
    }

    private String visitor(Wanted wanted) {
        if (wanted.visitorId() != null) {
            return Texts.required("visitor_id", wanted.visitorId(), Texts.MAX_NAME);
        }
        String channel = Texts.required("channel", wanted.channel(), Texts.MAX_NAME);
        String externalId = Texts.required("external_id", wanted.externalId(), Texts.MAX_EXTERNAL_ID);
        return erasures.visitor(channel, externalId)
                .orElseThrow(() -> ApiException.of(
                        ErrorCode.ERROR_CODE_NOT_FOUND,
                        "channel " + channel + " has no visitor whom you know as " + externalId));
    }

    private Answer erase(Call call) throws InterruptedException {
        Wanted wanted = wanted(call);
        String visitor = visitor(wanted);
        call.tell("visitor " + visitor);
        return Answer.ok(erasures.erase(visitor, wanted.close()));
    }

    private Answer receipt(Call call) {
        return erasures.receipt(call.path("id"))
                .map(Answer::ok)
                .orElseThrow(() ->
                        ApiException.of(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no erasure " + call.path("id")));
    }

    private Answer hold(Call call) {
        String reason = Optional.ofNullable(call.body(Reason.class).reason()).orElse("");
        call.tell(reason);
        return Answer.ok(holds.add(call.path("id"), Texts.line("reason", reason, MOST_REASON)));
    }

    private Answer release(Call call) {
        if (!holds.remove(call.path("id"))) {
            throw ApiException.of(ErrorCode.ERROR_CODE_NOT_FOUND, "conversation " + call.path("id") + " is not held");
        }
        return Answer.noContent();
    }
}

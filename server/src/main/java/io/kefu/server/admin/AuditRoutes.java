package io.kefu.server.admin;

import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.audit.AuditLog;
import io.kefu.server.audit.Entry;
import io.kefu.server.audit.Head;
import io.kefu.server.audit.Search;
import io.kefu.server.audit.Verification;
import io.kefu.storage.accounts.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The audit log for those who operate the server: the latest entries, and whether the chain holds. */
final class AuditRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final int MOST_NAME = 100;

    private final AuditLog log;

    AuditRoutes(AuditLog log) {
        this.log = log;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/admin/v1/audit", OPERATOR, this::list),
                Route.get("/admin/v1/audit/verification", OPERATOR, _ -> Answer.ok(json(log.verify()))));
    }

    private Answer list(Call call) {
        Search search = new Search(
                call.text("action", MOST_NAME).orElse(""),
                call.text("who", MOST_NAME).orElse(""),
                call.number("after", 0, Long.MAX_VALUE / 1000).orElse(0L),
                call.query("limit", 50, 1, Search.MOST));
        return Answer.ok(Map.of(
                "items", log.newest(search).stream().map(AuditRoutes::json).toList()));
    }

    private static Map<String, Object> json(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", entry.seq());
        json.putAll(entry.toJson());
        return json;
    }

    private static Map<String, Object> json(Verification verification) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("holds", verification.holds());
        json.put("entries", verification.entries());
        json.put("first", verification.first());
        json.put("head", json(verification.head()));
        json.put("breaks", verification.breaks());
        return json;
    }

    private static Map<String, Object> json(Head head) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", head.seq());
        json.put("digest", head.digest());
        return json;
    }
}

package io.kefu.server.admin;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Audience;
import io.kefu.storage.accounts.Credentials;
import io.kefu.storage.accounts.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code kefuctl agent list}, {@code channel list} and {@code conversation} ask. */
final class InspectionRoutes {
    private static final Access OPERATOR = Access.agents(Role.ADMIN);
    private static final String CONVERSATIONS = "/admin/v1/conversations";
    /** Sees what every agent together sees, notes included. */
    private static final Audience ALL = new Audience.KeyAudience("operator", "operator");

    private final Inspection here;
    private final Agents agents;
    private final Credentials credentials;
    private final ConversationList lists;

    InspectionRoutes(Inspection here, Agents agents, Credentials credentials) {
        this.here = here;
        this.agents = agents;
        this.credentials = credentials;
        this.lists = new ConversationList(here.views(), here.visibility(), here.roster(), here.archive());
    }

    List<Route> routes() {
        return List.of(
                Route.get("/admin/v1/agents", OPERATOR, _ -> agents()),
                Route.get("/admin/v1/channels", OPERATOR, _ -> channels()),
                Route.get(CONVERSATIONS, OPERATOR, this::list),
                Route.get(CONVERSATIONS + "/{id}", OPERATOR, call -> Answer.ok(view(found(call)))),
                Route.get(CONVERSATIONS + "/{id}/messages", OPERATOR, this::messages));
    }

    private Answer agents() {
        return Answer.ok(Map.of("items", agents.all().stream().map(this::agent).toList()));
    }

    private Map<String, Object> agent(Agents.Agent agent) {
        Attendance.Presence presence = here.attendance().of(agent.id());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", agent.id());
        json.put("name", agent.name());
        json.put("role", agent.role().name().toLowerCase(Locale.ROOT));
        json.put("groups", agent.groups());
        json.put("status", presence.status().word());
        json.put("load", presence.load());
        json.put("capacity", agent.capacity());
        json.put("has_password", credentials.exists(agent.id()));
        return json;
    }

    private Answer channels() {
        Map<String, Integer> open = new TreeMap<>();
        for (ConversationSnapshot conversation : here.views().all()) {
            if (conversation.getState() != Phases.CLOSED) {
                open.merge(conversation.getChannel(), 1, Integer::sum);
            }
        }
        return Answer.ok(Map.of(
                "items",
                here.channels().get().stream()
                        .map(channel -> {
                            Map<String, Object> json = new LinkedHashMap<>(channel);
                            json.put("open_conversations", open.getOrDefault(String.valueOf(channel.get("name")), 0));
                            return json;
                        })
                        .toList()));
    }

    private Answer list(Call call) {
        ConversationList.Found found = lists.list(ALL, ConversationRoutes.wanted(call));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("items", found.conversations().stream().map(this::wordless).toList());
        page.put("total", found.total());
        if (found.partial()) {
            page.put("partial", true);
        }
        return Answer.ok(page);
    }

    /** A list tells of conversations, not what was said in them. */
    private Map<String, Object> wordless(ConversationSnapshot conversation) {
        Map<String, Object> json = view(conversation);
        json.remove("last_message");
        return json;
    }

    private ConversationSnapshot found(Call call) {
        return here.views().find(call.path("id")).orElseThrow(ApiException::notFound);
    }

    private Map<String, Object> view(ConversationSnapshot conversation) {
        return ConversationView.of(conversation, here.views().queuePosition(conversation.getConversationId()), false);
    }

    private Answer messages(Call call) {
        Archive.Page page = here.archive().messages(found(call), ConversationRoutes.range(call), ALL);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", page.messages());
        json.put("tiers", page.tiers());
        if (page.partial()) {
            json.put("partial", true);
            json.put("late", page.late());
        }
        return Answer.ok(json);
    }
}

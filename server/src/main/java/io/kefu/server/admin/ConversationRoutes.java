package io.kefu.server.admin;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Views;
import io.kefu.server.intake.Intake;
import io.kefu.storage.tier.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reading conversations, and what is done to one beside writing into it. */
final class ConversationRoutes {
    private static final String ONE = "/api/v1/conversations/{id}";
    private static final Set<String> STATES = Set.of("bot", "queued", "assigned", "closed");
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_VALUE = 256;
    private static final int MAX_COMMENT = 1_000;

    private final Intake intake;
    private final Views views;
    private final ConversationList lists;
    private final Archive archive;
    private final Agents agents;
    private final Groups groups;
    private final Auditing auditing;

    /** {@code from}: the agent who is thought to have it; left out for nobody. */
    record Claim(String from) {}

    record Assign(String agent, String group) {}

    record Tags(Map<String, String> set, List<String> remove) {}

    record Rate(Integer score, String comment) {}

    ConversationRoutes(
            Intake intake,
            Views views,
            ConversationList lists,
            Archive archive,
            Agents agents,
            Groups groups,
            Auditing auditing) {
        this.intake = intake;
        this.views = views;
        this.lists = lists;
        this.archive = archive;
        this.agents = agents;
        this.groups = groups;
        this.auditing = auditing;
    }

    List<Route> routes() {
        Access readers = Access.VISITORS_AND_AGENTS.orScope("conversations:read");
        return List.of(
                Route.get("/api/v1/conversations", Access.AGENTS.orScope("conversations:read"), this::list),
                Route.get(ONE, readers, call -> Answer.ok(view(call, intake.visible(Audiences.of(call), id(call))))),
                Route.get(ONE + "/messages", readers, this::messages),
                auditing.supervisors(act("claim", Access.AGENTS, this::claim)),
                auditing.supervisors(act("assign", Access.AGENTS, this::assign)),
                auditing.supervisors(act("close", Access.AGENTS, this::close)),
                auditing.supervisors(act("reopen", Access.AGENTS, this::reopen)),
                act("tags", Access.AGENTS, this::tags),
                act("rate", Access.VISITORS, this::rate));
    }

    /** Doing one of these twice changes nothing the second time, so nothing is remembered of it. */
    private static Route act(String verb, Access access, Route.Handler handler) {
        return Route.post(ONE + "/" + verb, access, handler).repeats(Repeats.AGAIN);
    }

    private static String id(Call call) {
        return call.path("id");
    }

    private Map<String, Object> view(Call call, ConversationSnapshot conversation) {
        boolean visitor = Audiences.of(call) instanceof Audience.VisitorAudience;
        return ConversationView.of(conversation, views.queuePosition(conversation.getConversationId()), visitor);
    }

    /** What a list's query asks for. */
    static ConversationList.Wanted wanted(Call call) {
        String state = call.text("state", 32).orElse(null);
        if (state != null && !STATES.contains(state)) {
            throw ApiException.badField("state", "must be bot, queued, assigned or closed");
        }
        return new ConversationList.Wanted(
                state,
                call.text("group", Texts.MAX_NAME).orElse(null),
                call.text("agent", Texts.MAX_NAME).orElse(null),
                call.text("channel", Texts.MAX_NAME).orElse(null),
                call.text("visitor", Texts.MAX_NAME).orElse(null),
                call.query("limit", 50, 1, 200),
                call.query("offset", 0, 0, 10_000));
    }

    private Answer list(Call call) {
        var found = lists.list(Audiences.of(call), wanted(call));
        var page = new LinkedHashMap<String, Object>();
        page.put("items", found.conversations().stream().map(c -> view(call, c)).toList());
        page.put("total", found.total());
        if (found.partial()) {
            page.put("partial", true);
        }
        return Answer.ok(page);
    }

    private Answer messages(Call call) {
        ConversationSnapshot conversation = intake.visible(Audiences.of(call), id(call));
        Archive.Page page = archive.messages(conversation, range(call), Audiences.of(call));
        var json = new LinkedHashMap<String, Object>();
        json.put("items", page.messages());
        if (page.partial()) {
            json.put("partial", true);
        }
        return Audiences.of(call) instanceof Audience.VisitorAudience ? Answer.ok(json) : explained(json, page);
    }

    /** Where it came from is for those who run the server, not for visitors. */
    private static Answer explained(Map<String, Object> json, Archive.Page page) {
        json.put("tiers", page.tiers());
        if (page.partial()) {
            json.put("late", page.late());
        }
        return Answer.ok(json).header("X-Kefu-Tiers", String.join(", ", page.tiers()));
    }

    static Range range(Call call) {
        int limit = call.query("limit", 50, 1, 200);
        Optional<Long> after = call.number("after", 0, Long.MAX_VALUE / 1000);
        Optional<Long> before = call.number("before", 1, Long.MAX_VALUE / 1000);
        if (after.isPresent() && before.isPresent()) {
            throw ApiException.badField("before", "cannot stand beside after");
        }
        return after.map(seq -> Range.after(seq, limit))
                .or(() -> before.map(seq -> Range.before(seq, limit)))
                .orElseGet(() -> Range.newest(limit));
    }

    private Answer claim(Call call) {
        ConversationSnapshot conversation = intake.visible(Audiences.of(call), id(call));
        Claim claim = call.bytes().length == 0 ? new Claim(null) : call.body(Claim.class);
        String from = Texts.line("from", claim.from(), Texts.MAX_NAME);
        return done(call, intake.holdBy(call.principal().id(), conversation, "claimed", Optional.of(from)));
    }

    private Answer assign(Call call) {
        Assign request = call.body(Assign.class);
        call.tell(request.agent() == null ? "to group " + request.group() : "to agent " + request.agent());
        ConversationSnapshot conversation = intake.visible(Audiences.of(call), id(call));
        if ((request.agent() == null) == (request.group() == null)) {
            throw ApiException.badRequest("name an agent or a group");
        }
        if (request.agent() != null) {
            if (agents.find(request.agent()).isEmpty()) {
                throw ApiException.badField("agent", "is not one of ours");
            }
            return done(call, intake.holdBy(request.agent(), conversation, "transferred", Optional.empty()));
        }
        if (groups.all().stream().noneMatch(group -> group.name().equals(request.group()))) {
            throw ApiException.badField("group", "is not one of ours");
        }
        return done(
                call,
                new ConversationEvent.Transfer(request.group(), call.principal().id()));
    }

    private Answer close(Call call) {
        return done(call, new ConversationEvent.Close("agent", call.principal().id()));
    }

    private Answer reopen(Call call) {
        ConversationSnapshot conversation = intake.visible(Audiences.of(call), id(call));
        return done(call, intake.holdBy(call.principal().id(), conversation, "reopened", Optional.of("")));
    }

    private Answer tags(Call call) {
        Tags request = call.body(Tags.class);
        Map<String, String> set = request.set() == null ? Map.of() : request.set();
        List<String> remove = request.remove() == null ? List.of() : request.remove();
        if (set.size() + remove.size() > MAX_TAGS) {
            throw ApiException.badField("set", "and remove may name " + MAX_TAGS + " tags");
        }
        var clean = new LinkedHashMap<String, String>();
        set.forEach((name, value) -> clean.put(tag("set", name), Texts.line("set", value, MAX_TAG_VALUE)));
        remove.forEach(name -> tag("remove", name));
        return done(
                call, new ConversationEvent.Tag(clean, remove, call.principal().id()));
    }

    private static String tag(String field, String name) {
        if (name == null || !name.matches("[\\p{L}\\p{N}_.:-]{1,64}")) {
            throw ApiException.badField(field, "names tags with letters, digits, '_', '.', ':' and '-', at most 64");
        }
        return name;
    }

    private Answer rate(Call call) {
        Rate request = call.body(Rate.class);
        if (request.score() == null || request.score() < 1 || request.score() > 5) {
            throw ApiException.badField("score", "must be from 1 to 5");
        }
        String comment = Texts.line("comment", request.comment(), MAX_COMMENT);
        return done(call, new ConversationEvent.Rate(request.score(), comment));
    }

    /** Checks that the caller may see the conversation, does it, and answers the conversation as it then is. */
    private Answer done(Call call, ConversationEvent event) {
        Audience caller = Audiences.of(call);
        Answers.of(intake.act(caller, id(call), event));
        // A transfer may take it out of the caller's sight; what it became is still the answer to the act.
        return Answer.ok(view(call, views.find(id(call)).orElseThrow(ApiException::notFound)));
    }
}

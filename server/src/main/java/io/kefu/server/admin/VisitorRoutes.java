package io.kefu.server.admin;

import io.kefu.server.admin.Channels.Channel;
import io.kefu.server.admin.http.Access;
import io.kefu.server.admin.http.Answer;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.admin.http.Call;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.admin.http.RateLimit;
import io.kefu.server.admin.http.Route;
import io.kefu.server.admin.http.Route.Repeats;
import io.kefu.server.intake.Newcomers;
import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.accounts.IssuedToken;
import io.kefu.storage.accounts.Page;
import io.kefu.storage.accounts.Visitor;
import io.kefu.storage.accounts.VisitorPrincipal;
import io.kefu.storage.accounts.VisitorProfile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A visitor's first call. */
final class VisitorRoutes {
    private static final int MAX_DETAILS = 32;
    private static final int MAX_DETAIL = 1000;

    private final Accounts accounts;
    private final Channels channels;
    private final CrossOrigin crossOrigin;
    private final RateLimit limit;
    private final Newcomers newcomers;
    private final IdentityTokens identities;

    record NewVisitor(String channel, String identity, Words visitor) {}

    /** What the page says. It cannot say tags: a field of that name is unknown here, as any other. */
    record Words(
            String name, String locale, PageWords page, Company company, Map<String, Object> form, Consent consent) {
        static final Words NONE = new Words(null, null, null, null, null, null);
    }

    record PageWords(String url, String title, String referrer) {}

    record Company(String externalId, String name) {}

    record Consent(String version, String at) {}

    record Created(String visitorId, String token, Instant expiresAt, String wsUrl) {}

    VisitorRoutes(
            Accounts accounts,
            Channels channels,
            CrossOrigin crossOrigin,
            RateLimit limit,
            Newcomers newcomers,
            InstantSource clock) {
        this.accounts = accounts;
        this.channels = channels;
        this.crossOrigin = crossOrigin;
        this.limit = limit;
        this.newcomers = newcomers;
        this.identities = new IdentityTokens(clock);
    }

    List<Route> routes() {
        // Its answer holds a token in clear, so it is not kept for a repeat.
        return List.of(
                Route.post("/api/v1/visitors", Access.ANYONE, this::create).repeats(Repeats.AGAIN));
    }

    private Answer create(Call call) {
        limit.take(call.address());
        NewVisitor request = call.body(NewVisitor.class);
        Channel channel = channels.find(Texts.required("channel", request.channel(), Texts.MAX_NAME))
                .orElseThrow(() -> ApiException.badField("channel", "is not one of ours"));
        crossOrigin.check(call.origin(), call.host(), channel.name());
        newcomers.visitor(channel.name());
        Visitor visitor = visitor(channel, request);
        IssuedToken token = accounts.tokens().issue(new VisitorPrincipal(visitor.id(), channel.name()));
        return Answer.created(
                new Created(visitor.id(), token.token(), token.expiresAt(), PublicUrl.webSocket(call, "/ws/v1")));
    }

    private Visitor visitor(Channel channel, NewVisitor request) {
        Words words = request.visitor() == null ? Words.NONE : request.visitor();
        if (request.identity() == null) {
            return accounts.visitors().create(channel.name(), profile(words, Optional.empty(), Optional.empty()));
        }
        Identity identity = identities.read(
                request.identity(),
                channel.visitorSecret()
                        .orElseThrow(() -> ApiException.unauthenticated(
                                "this channel takes no identities — give it a visitorSecret")));
        return accounts.visitors()
                .identified(channel.name(), identity.externalId(), profile(words, identity.name(), identity.tags()));
    }

    private static VisitorProfile profile(
            Words words, Optional<String> signedName, Optional<Map<String, Object>> tags) {
        return new VisitorProfile(
                signedName.orElseGet(() -> Texts.line("visitor.name", words.name(), Texts.MAX_NAME)),
                Texts.locale("visitor.locale", words.locale()),
                page(words.page()),
                tags,
                details(words));
    }

    private static Page page(PageWords page) {
        return page == null
                ? Page.UNKNOWN
                : new Page(
                        Texts.url("visitor.page.url", page.url()),
                        Texts.line("visitor.page.title", page.title(), Texts.MAX_TITLE),
                        Texts.url("visitor.page.referrer", page.referrer()));
    }

    private static Map<String, Object> details(Words words) {
        var details = new HashMap<String, Object>();
        if (words.company() != null) {
            details.put(
                    "company",
                    Map.of(
                            "external_id",
                            Texts.line(
                                    "visitor.company.external_id",
                                    words.company().externalId(),
                                    Texts.MAX_EXTERNAL_ID),
                            "name",
                            Texts.line("visitor.company.name", words.company().name(), Texts.MAX_NAME)));
        }
        if (words.consent() != null) {
            details.put(
                    "consent",
                    Map.of(
                            "version",
                            Texts.line(
                                    "visitor.consent.version", words.consent().version(), Texts.MAX_NAME),
                            "at",
                            Texts.line("visitor.consent.at", words.consent().at(), Texts.MAX_NAME)));
        }
        if (words.form() != null) {
            details.put("form", form(words.form()));
        }
        return details;
    }

    private static Map<String, String> form(Map<String, Object> form) {
        if (form.size() > MAX_DETAILS) {
            throw ApiException.badField("visitor.form", "may have " + MAX_DETAILS + " fields");
        }
        var clean = new HashMap<String, String>();
        form.forEach((name, value) -> clean.put(
                Texts.line("visitor.form", name, Texts.MAX_NAME),
                Texts.line("visitor.form", String.valueOf(value), MAX_DETAIL)));
        return clean;
    }
}

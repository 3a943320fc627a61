package io.kefu.server.admin.http;

import io.kefu.storage.accounts.Grant;
import io.kefu.storage.accounts.VisitorPrincipal;
import java.util.Optional;

/**
 * The origin rule (Fetch standard, CORS protocol): a request without {@code Origin} passes, one from our own page passes,
 * one from a visitor's page passes when the channel allows it, every other is refused. There are no cookies, so no
 * credentials are ever allowed across origins.
 */
public final class CrossOrigin {
    private final Rule rule;

    /** What the channels allow. */
    public interface Rule {
        /** Whether a page of {@code origin} may speak for visitors of {@code channel}. */
        boolean allows(String origin, String channel);

        /** Whether some channel allows it: before a preflight is answered, the channel is not known. */
        boolean allowsSomewhere(String origin);
    }

    public CrossOrigin(Rule rule) {
        this.rule = rule;
    }

    /** Whether an answer may be read by the page that asked. */
    public boolean mayRead(String origin, String host) {
        return Origins.own(origin, host) || rule.allowsSomewhere(origin);
    }

    /** Throws {@code forbidden} for a page that may not use this token, or use the API at all. */
    void check(Optional<String> origin, String host, Optional<Grant> grant) {
        boolean allowed =
                grant.isPresent() ? allows(origin, host, grant.get()) : origin.isEmpty() || mayRead(origin.get(), host);
        if (!allowed) {
            throw forbidden();
        }
    }

    /** Whether a page may use this token: another's page only a visitor's, of a channel that allows the page. */
    public boolean allows(Optional<String> origin, String host, Grant grant) {
        return origin.isEmpty()
                || Origins.own(origin.get(), host)
                || (grant.principal() instanceof VisitorPrincipal visitor
                        && rule.allows(origin.get(), visitor.channel()));
    }

    /** As {@link #check}, once the channel is known. */
    public void check(Optional<String> origin, String host, String channel) {
        if (origin.isPresent() && !Origins.own(origin.get(), host) && !rule.allows(origin.get(), channel)) {
            throw forbidden();
        }
    }

    private static ApiException forbidden() {
        return ApiException.forbidden("this page's origin is not allowed — add it to the Channel's allowedOrigins");
    }
}

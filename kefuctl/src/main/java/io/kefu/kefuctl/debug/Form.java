package io.kefu.kefuctl.debug;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a field may hold to be given away: nothing in which somebody's words, a name or a secret would fit. */
final class Form {

    static final Form NUMBER = new Form(JsonNode::isNumber);
    static final Form FLAG = new Form(JsonNode::isBoolean);
    /** RFC 3339, or a day. */
    static final Form TIME = like("\\d{4}-\\d\\d-\\d\\d(T[0-9:.]{5,18}Z)?");

    /** A version's numbers. */
    static final Form VERSION = like("\\d{1,4}(\\.\\d{1,6}){0,4}(\\+\\d{1,4})?(-SNAPSHOT)?");
    /** A digest, such as that of a revision or a commit. */
    static final Form DIGEST = like("[0-9a-f]{16}|[0-9a-f]{40}|[0-9a-f]{64}");

    private final Predicate<JsonNode> fits;

    private Form(Predicate<JsonNode> fits) {
        this.fits = fits;
    }

    private static Form like(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new Form(
                value -> value.isString() && compiled.matcher(value.asString()).matches());
    }

    /** One of these words. */
    static Form oneOf(String... words) {
        Set<String> known = Set.of(words);
        return new Form(value -> value.isString() && known.contains(value.asString()));
    }

    boolean fits(JsonNode value) {
        return fits.test(value);
    }
}

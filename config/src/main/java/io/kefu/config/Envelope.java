package io.kefu.config;

import java.util.Map;

/** What every document has around its spec. */
final class Envelope {

    static final String API_VERSION = "kefu.io/v1";

    /** What is written under {@code metadata:}. */
    record Metadata(
            @Doc("The document's name, unique within its kind; others refer to it by this.")
            @Form(
                    regex = "[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?",
                    is = "lower-case letters, digits, `-`, `_` and `.`, at most 63, such as `web-2`")
            String name,

            @Doc("Words of your own to find and group documents by.") @Within(max = "50")
            Map<String, String> labels) {}

    static final Shape.Fields METADATA = ShapeReader.fields(Metadata.class);

    private Envelope() {}
}

package io.kefu.storage.accounts;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a visitor when it comes. An empty part says nothing and leaves what is stored; {@code tags}, when
 * present, replace the stored ones: a tag that the signed identity no longer names is gone.
 */
public record VisitorProfile(
        String name, String locale, Page page, Optional<Map<String, Object>> tags, Map<String, Object> details) {
    public VisitorProfile {
        tags = tags.map(Map::copyOf);
        details = Map.copyOf(details);
    }

    VisitorProfile withoutTags() {
        return new VisitorProfile(name, locale, page, Optional.empty(), details);
    }
}

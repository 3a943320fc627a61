package io.kefu.server.admin;

import java.util.Map;
import java.util.Optional;

/**
 * What a channel's owner has signed of a visitor.
 *
 * @param tags empty when it says nothing of tags: those that are known stay
 */
record Identity(String externalId, Optional<String> name, Optional<Map<String, Object>> tags) {}

package io.kefu.kefuctl.debug;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a bundle is made of, as it came: only what {@link AllowList} knows of it goes further.
 *
 * @param version of this command line
 * @param metrics a scrape
 * @param doctor each check's id and verdict; what was measured only where it is of the host
 * @param documents how many of each kind the configuration has, and its revision
 * @param host figures of the machine
 */
record Facts(
        String version,
        Optional<JsonNode> status,
        Optional<JsonNode> storage,
        Optional<JsonNode> insides,
        Optional<String> metrics,
        List<Map<String, Object>> doctor,
        Map<String, Object> documents,
        Map<String, Object> host) {}

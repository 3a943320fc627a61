package io.kefu.kefuctl.doctor;

import tools.jackson.databind.JsonNode;

/**
 * What a running server says of itself. A part that it does not know (it may be of an older version) is missing.
 *
 * @param pid its process
 * @param version of this command line, for comparison
 * @param status as {@code kefuctl status -o json}
 * @param storage as {@code kefuctl storage status -o json}
 * @param holds as {@code kefuctl storage hold list -o json}
 * @param inside of its process: heap, threads, open files, agents without a password, the last backup
 */
record ServerFacts(long pid, String version, JsonNode status, JsonNode storage, JsonNode holds, JsonNode inside) {}

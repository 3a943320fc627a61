package io.kefu.server.admin;

import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What operators look at beside figures.
 *
 * @param channels each as JSON: {@code name}, {@code type}, {@code allowed_origins}, {@code signed_identities}, {@code route}
 */
public record Inspection(
        Views views,
        Visibility visibility,
        Roster roster,
        Archive archive,
        Attendance attendance,
        Supplier<List<Map<String, Object>>> channels) {}

package io.kefu.config;

import io.kefu.config.Change.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Walks two trees of maps, lists and values, and collects where they differ. */
final class FieldChanges {

    private final List<FieldChange> found = new ArrayList<>();

    private FieldChanges() {}

    static List<FieldChange> between(Map<String, Object> before, Map<String, Object> after) {
        FieldChanges walk = new FieldChanges();
        walk.maps("", before, after);
        return walk.found;
    }

    private void compare(String path, Object before, Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        switch (before) {
            case Map<?, ?> old when after instanceof Map<?, ?> now -> maps(path, old, now);
            case List<?> old when after instanceof List<?> now -> lists(path, old, now);
            case null, default -> found.add(new FieldChange(path, shown(before), shown(after)));
        }
    }

    private void maps(String path, Map<?, ?> before, Map<?, ?> after) {
        Set<Object> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.forEach(key -> compare(path.isEmpty() ? "" + key : path + "." + key, before.get(key), after.get(key)));
    }

    private void lists(String path, List<?> before, List<?> after) {
        if (named(before) && named(after)) {
            namedLists(path, byName(before), byName(after));
        } else if (before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i));
            }
        } else {
            less(before, after).forEach(gone -> found.add(new FieldChange(path + "[]", shown(gone), "")));
            less(after, before).forEach(added -> found.add(new FieldChange(path + "[]", "", shown(added))));
        }
    }

    private void namedLists(String path, Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.forEach(name -> compare(path + "[" + name + "]", before.get(name), after.get(name)));
        List<String> oldOrder =
                before.keySet().stream().filter(after::containsKey).toList();
        List<String> newOrder =
                after.keySet().stream().filter(before::containsKey).toList();
        if (!oldOrder.equals(newOrder)) {
            found.add(new FieldChange(path + " (order)", String.join(", ", oldOrder), String.join(", ", newOrder)));
        }
    }

    private static boolean named(List<?> list) {
        return list.stream().allMatch(item -> item instanceof Map<?, ?> map && map.get("name") instanceof String)
                && byName(list).size() == list.size();
    }

    private static Map<String, Object> byName(List<?> list) {
        Map<String, Object> byName = new LinkedHashMap<>();
        list.forEach(item -> byName.put((String) ((Map<?, ?>) item).get("name"), item));
        return byName;
    }

    /** What one list has more often than the other. */
    private static List<Object> less(List<?> list, List<?> other) {
        List<Object> rest = new ArrayList<>(list);
        other.forEach(rest::remove);
        return rest;
    }

    private static String shown(Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(FieldChanges::shown).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }
}

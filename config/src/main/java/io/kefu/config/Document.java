package io.kefu.config;

import java.util.Map;

/** A document that holds: what was declared, under which name, and where. */
public record Document<T extends Record>(
        Kind<T> kind, String name, Map<String, String> labels, T spec, Position position) {}

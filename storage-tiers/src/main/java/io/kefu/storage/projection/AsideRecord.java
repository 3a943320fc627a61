package io.kefu.storage.projection;

/** A record that a tier could not hold, and why. */
public record AsideRecord(String tier, long offset, String stream, String reason, long atMillis) {}

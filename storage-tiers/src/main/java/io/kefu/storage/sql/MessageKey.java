package io.kefu.storage.sql;

/** A message by its conversation's number. */
public record MessageKey(long thread, long seq) {}

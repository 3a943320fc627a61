package io.kefu.storage.journal;

/** A record on disk, at its offset; offsets rise by one and are never used twice. */
public record CommittedRecord(long offset, JournalRecord record) {}

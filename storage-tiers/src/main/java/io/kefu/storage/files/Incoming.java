package io.kefu.storage.files;

import java.nio.file.Path;

/** Bytes that are on this disk but have no name yet. */
record Incoming(Path path, String digest, long size) {}

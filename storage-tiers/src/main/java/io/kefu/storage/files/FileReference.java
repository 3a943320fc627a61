package io.kefu.storage.files;

/**
 * A message shows a file.
 *
 * @param sentAtMillis when it was sent
 */
public record FileReference(String fileId, String conversationId, long sentAtMillis) {}

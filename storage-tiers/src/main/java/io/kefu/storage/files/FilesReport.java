package io.kefu.storage.files;

/**
 * Files in numbers for people.
 *
 * @param engine {@code directory} or {@code s3}
 * @param files uploads, thumbnails not counted
 * @param bytes of all files with their thumbnails, the same bytes once
 * @param reason why files cannot be stored or read, by the last call; empty when they can
 * @param waiting contents that nobody has any more and that are still to be removed
 */
public record FilesReport(String engine, long files, long bytes, String reason, long waiting) {}

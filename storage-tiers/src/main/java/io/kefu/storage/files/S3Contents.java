package io.kefu.storage.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * In a bucket as {@code ab/cd/abcd…} behind the prefix, with copies on this disk. What comes back is written aside and held
 * against its digest before anybody gets it.
 */
final class S3Contents implements Contents {
    private final S3Bucket bucket;
    private final Copies copies;
    private final Incomings incomings;
    private final DirectoryContents before;

    /**
     * Asks the server nothing.
     *
     * @param before the directory that files were in before they were in a bucket: what is not in the bucket may still be there
     */
    S3Contents(S3Bucket bucket, Copies copies, Incomings incomings, DirectoryContents before) {
        this.bucket = bucket;
        this.copies = copies;
        this.incomings = incomings;
        this.before = before;
    }

    @Override
    public void keep(Incoming incoming) throws IOException {
        OptionalLong there = bucket.size(incoming.digest());
        if (there.isEmpty() || there.getAsLong() != incoming.size()) {
            bucket.put(incoming);
        }
        copies.add(incoming);
    }

    @Override
    public void delete(String digest) throws IOException {
        copies.remove(digest);
        before.delete(digest);
        bucket.delete(digest);
    }

    @Override
    public Path checked(String digest) throws IOException {
        Optional<Path> copy = copies.find(digest);
        return copy.isPresent() ? copy.get() : fetched(digest);
    }

    private Path fetched(String digest) throws IOException {
        Optional<Incoming> answer = bucket.get(digest, (in, size) -> received(in, size));
        if (answer.isEmpty()) {
            if (before.has(digest)) {
                return before.checked(digest);
            }
            throw new DamagedFileException(bucket.place(digest) + " is gone — restore it from a backup");
        }
        try {
            if (!answer.get().digest().equals(digest)) {
                throw new DamagedFileException(
                        bucket.place(digest) + " no longer has the bytes that were stored — restore it from a backup");
            }
            return copies.add(answer.get());
        } finally {
            incomings.discard(answer.get());
        }
    }

    private Incoming received(InputStream in, long size) throws IOException {
        Incoming all = incomings.receive(in, size);
        if (all.size() < size) {
            incomings.discard(all);
            throw new EOFException("the answer ended after " + all.size() + " of " + size + " bytes");
        }
        return all;
    }

    @Override
    public String trouble() {
        return bucket.trouble();
    }

    @Override
    public void close() {
        bucket.close();
    }
}

package io.kefu.storage.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where files' bytes are: by their SHA-256, each once. Any thread; of two calls for the same digest the caller makes one
 * after the other.
 *
 * <p>Whatever has to wait for a server waits with a bound and throws {@link ContentsUnavailableException}.
 */
interface Contents extends AutoCloseable {

    /** Gives the bytes their name; on return they are durable. The same bytes that are there already stay instead. */
    void keep(Incoming incoming) throws IOException;

    /** They are gone on return; of bytes that are not there nothing is said. */
    void delete(String digest) throws IOException;

    /**
     * A file of this machine that holds the bytes, which were held against their digest. It may be read for a minute.
     *
     * @throws DamagedFileException when they are gone or not what they were
     */
    Path checked(String digest) throws IOException;

    /** Why the place could not be used when it last was; empty when it could, or never was. Asks nobody. */
    String trouble();

    @Override
    void close();
}

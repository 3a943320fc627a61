package io.kefu.server.admin;

import java.util.List;
import java.util.Optional;

/** What an operator may ask of erasures. Answers are written as JSON with snake_case names. */
public interface ErasureOperations {
    /** The visitor of a channel whom its company knows by this id. */
    Optional<String> visitor(String channel, String externalId);

    /**
     * What an erasure would take, and what it would leave; changes nothing.
     *
     * @throws io.kefu.server.admin.http.ApiException {@code not_found} when there was never such a visitor
     */
    Object plan(String visitorId);

    /**
     * Erases a visitor, or goes on with that, and waits a while.
     *
     * @param close whether open conversations are closed; they are a {@code conflict} otherwise
     * @return the signed receipt as it stands
     */
    Object erase(String visitorId, boolean close) throws InterruptedException;

    /** The signed receipt as it stands now. */
    Optional<Object> receipt(String erasureId);

    /** The latest receipts, newest first. */
    List<Object> latest();

    /** What receipts are checked with. */
    Object publicKey();
}

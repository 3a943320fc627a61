package io.kefu.server.admin;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.admin.http.ApiException;
import io.kefu.server.conversation.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the flow says, and turns a refusal into an error. */
final class Answers {
    private static final long MAX_WAIT_SECONDS = 10;

    private Answers() {}

    /** The outcome, when it is not a refusal. */
    static Outcome of(CompletableFuture<Outcome> answer) {
        Outcome outcome = awaited(answer);
        if (outcome instanceof Outcome.Refused refused) {
            // Of an internal failure the message is the incident.
            throw refused.code() == ErrorCode.ERROR_CODE_INTERNAL
                    ? ApiException.incident(refused.message())
                    : ApiException.of(refused.code(), refused.message());
        }
        return outcome;
    }

    private static Outcome awaited(CompletableFuture<Outcome> answer) {
        try {
            return answer.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome failed", e);
        }
    }

    /** It may still be done: the caller finds out by asking again with the same key. */
    private static ApiException late() {
        return ApiException.later(
                ErrorCode.ERROR_CODE_UNAVAILABLE, "no answer in time; ask again with the same client_msg_id", 1_000);
    }
}

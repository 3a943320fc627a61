package io.kefu.kefuctl.load.http;

import java.util.Locale;

/** What an agent's console asks the REST API for. */
public enum Call {
    /** The agent's open conversations, {@value #PAGE} at most. */
    LIST,
    /** The newest {@value #PAGE} messages of one of them. */
    HISTORY,
    /** A picture that no other is equal to goes up. */
    UPLOAD,
    /** One that was uploaded before comes down. */
    DOWNLOAD;

    /** Conversations of a list, and messages of a history. */
    public static final int PAGE = 50;

    /** As options and reports call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

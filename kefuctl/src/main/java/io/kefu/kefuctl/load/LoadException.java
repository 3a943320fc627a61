package io.kefu.kefuctl.load;

import java.io.IOException;

/** A run that cannot go on, in words for who started it. */
public final class LoadException extends IOException {

    public LoadException(String message) {
        super(message);
    }
}

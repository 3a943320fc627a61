package io.kefu.server.app;

import io.kefu.storage.accounts.Accounts;
import io.kefu.storage.files.FileStore;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once an hour: expired tokens, forgotten files and visitors who never wrote go. */
record Chores(Accounts accounts, FileStore files, ForgottenVisitors visitors) implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Chores.class);

    @Override
    public void run() {
        try {
            int rows = accounts.sweep();
            int gone = files.sweep();
            int strangers = visitors.sweep();
            log.info("swept rows={} files={} visitors={}", rows, gone, strangers);
        } catch (IOException | RuntimeException e) {
            log.warn("the hourly sweep failed; the next one tries again", e);
        }
    }
}

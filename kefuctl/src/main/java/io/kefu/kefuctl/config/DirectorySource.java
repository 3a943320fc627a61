package io.kefu.kefuctl.config;

import io.kefu.config.GitCheckout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A directory that something keeps fresh. It says what it has said at two looks in a row, so that a checkout under way is not
 * taken for what it will be.
 */
final class DirectorySource implements ConfigSource {

    private final Path directory;
    private Optional<Look> last = Optional.empty();

    DirectorySource(Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return ConfigApi.directory(directory);
    }

    @Override
    public Optional<Look> look() {
        Optional<Look> before = last;
        last = Optional.of(now());
        return last.filter(now -> Optional.of(now).equals(before));
    }

    private Look now() {
        String commit = GitCheckout.of(directory).map(GitCheckout::commit).orElse("");
        ConfigCheck check = ConfigCheck.of(directory);
        return check.holds()
                ? new Look(directory, "", commit, check.documents().revision(), "")
                : new Look(directory, "", commit, "", check.report());
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(atMost.toMillis());
    }
}

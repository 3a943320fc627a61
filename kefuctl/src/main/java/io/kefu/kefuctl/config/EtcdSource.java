package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.etcd.Etcd;
import io.kefu.kefuctl.etcd.Keys;
import io.kefu.kefuctl.etcd.Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The keys under a prefix of etcd, as the files of a directory. They are read at one revision of etcd, so what was put there in
 * one transaction comes into force as one; a watch from the revision after that tells when to read again.
 */
final class EtcdSource implements ConfigSource {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLED = 5;

    private final Prefix prefix;
    private final Etcd etcd;
    private final KeyFiles files;
    private Look last;
    private long revision;
    private boolean fresh;
    private boolean inForce;
    /** Failures in a row: of reading, or of one watch after another. */
    private int failures;

    EtcdSource(Prefix prefix, Etcd etcd, KeyFiles files) {
        this.prefix = prefix;
        this.etcd = etcd;
        this.files = files;
    }

    @Override
    public String name() {
        return prefix.name();
    }

    @Override
    public Optional<Look> look() throws InterruptedException {
        if (!fresh) {
            failures++;
            Keys keys = etcd.read(prefix);
            if (last != null && !inForce) {
                files.remove(last.directory());
            }
            last = look(keys);
            inForce = false;
            revision = keys.revision();
            fresh = true;
            failures = Math.min(failures - 1, 1);
        }
        return Optional.of(last);
    }

    private Look look(Keys keys) {
        String source = name() + "@" + keys.revision();
        String refused = KeyFiles.problems(prefix, keys);
        if (!refused.isEmpty()) {
            return new Look(files.place(keys), source, "", "", refused);
        }
        Path directory = files.write(keys);
        ConfigCheck check = ConfigCheck.ofAll(directory);
        return check.holds()
                ? new Look(directory, source, "", check.documents().revision(), "")
                : new Look(directory, source, "", "", files.named(prefix, directory, check.report()));
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        if (failures > 0) {
            TimeUnit.MILLISECONDS.sleep(pause().toMillis());
        }
        if (!fresh) {
            return;
        }
        try {
            fresh = !etcd.changed(prefix, revision, atMost);
            failures = 0;
        } catch (CommandFailure e) {
            // The reading that follows tells what is wrong, or finds that nothing is any more.
            fresh = false;
            failures++;
        }
    }

    /** Twice as long after each failure, up to half a minute; at random, so that not all ask at the same moment. */
    private Duration pause() {
        long most = FIRST_PAUSE.toMillis() << Math.min(failures - 1, MOST_DOUBLED);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most));
    }

    @Override
    public void inForce() {
        inForce = true;
        files.keepOnly(last.directory());
    }
}

package io.kefu.kefuctl.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.journal.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another process that holds a data directory as a server does, and is none. */
final class LockHolder implements AutoCloseable {
    private final Process process;

    private LockHolder(Process process) {
        this.process = process;
    }

    /** On return it holds it. */
    static LockHolder of(Path data) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        data.resolve("journal").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.getInputStream().read()).as("it is there").isEqualTo('.');
        return new LockHolder(process);
    }

    /** As a kill does: its number stays behind. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }

    static void main(String[] arguments) throws InterruptedException {
        try (DirectoryLock _ = DirectoryLock.take(Path.of(arguments[0]))) {
            System.out.print('.');
            System.out.flush();
            TimeUnit.HOURS.sleep(1);
        }
    }
}

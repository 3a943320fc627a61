package io.kefu.kefuctl.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code kefu-supervise}, in a session of its own; what it prints goes to {@code kefu.log}. */
final class SupervisedService implements Service {

    private static final Duration START_BOUND = Duration.ofMinutes(3);
    private static final Duration STOP_BOUND = Duration.ofMinutes(5);
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** A script: its interpreter's first argument. */
    private static final Pattern SUPERVISOR = Pattern.compile("/bin/kefu-supervise\\x00");

    private final Layout layout;
    private final String user;
    private final Running running;

    SupervisedService(Layout layout, String user) {
        this.layout = layout;
        this.user = user;
        this.running = new Running(layout);
    }

    @Override
    public void enable() {
        // Without systemd the host's own start decides: docs/install.md has the line.
    }

    @Override
    public void disable() {
        // As above.
    }

    @Override
    public void start(String release) throws IOException, InterruptedException {
        if (supervisor().isEmpty()) {
            Account account = Account.of(layout, user);
            Files.createDirectories(layout.run());
            account.own(layout.run());
            Files.deleteIfExists(layout.run().resolve("supervisor.pid"));
            ProcessBuilder builder = new ProcessBuilder(command(account))
                    .directory(layout.data().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().keySet().removeIf(name -> name.startsWith("KEFU_") || name.equals("JAVA_HOME"));
            Process process = builder.start();
            Wait.until("the supervisor", BOUND, () -> {
                if (!process.isAlive()) {
                    throw ended(process.exitValue());
                }
                return supervisor().isPresent();
            });
        }
        Wait.until("the server of " + release + " to be ready", START_BOUND, () -> {
            if (supervisor().isEmpty()) {
                throw ended(1);
            }
            return running.serves(release);
        });
    }

    private IOException ended(int code) {
        return new IOException("the server does not start (" + code + "); "
                + layout.inside(layout.logs().resolve("kefu.log")) + " says: " + LogTail.of(layout));
    }

    /** The log is opened by the user whose folder it lies in: what lies under its name there is that user's to say. */
    List<String> command(Account account) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        if (account.uid() >= 0) {
            command.addAll(List.of(
                    "setpriv",
                    "--reuid=" + account.uid(),
                    "--regid=" + account.gid(),
                    "--clear-groups",
                    "--no-new-privs"));
        }
        command.addAll(List.of("/bin/sh", "-c", "umask 077; exec \"$@\" >>\"$0\" 2>&1"));
        command.add(layout.logs().resolve("kefu.log").toString());
        command.add(layout.current().resolve("bin/kefu-supervise").toString());
        for (Path place : List.of(layout.current(), layout.config(), layout.data(), layout.run())) {
            command.add(place.toString());
        }
        return command;
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        Optional<ProcessHandle> supervisor = supervisor();
        if (supervisor.isPresent()) {
            supervisor.get().destroy();
            Wait.until(
                    "the supervisor to end", STOP_BOUND, () -> !supervisor.get().isAlive());
        }
        // One that a killed supervisor has left.
        Optional<ProcessHandle> server = Account.ifThere(layout, user).flatMap(running::process);
        if (server.isPresent()) {
            server.get().destroy();
            Wait.until("the server to end", STOP_BOUND, () -> !server.get().isAlive());
        }
    }

    @Override
    public void handOver(String release) throws IOException, InterruptedException {
        Optional<ProcessHandle> supervisor = supervisor();
        if (supervisor.isEmpty()) {
            start(release);
            return;
        }
        new Succession(layout)
                .run(
                        release,
                        () -> Programs.run(
                                BOUND,
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "kill -USR1 " + supervisor.get().pid())));
    }

    /** The one that its folder names, and not whoever has its number since. */
    private Optional<ProcessHandle> supervisor() throws IOException {
        try {
            long pid = Long.parseLong(
                    Files.readString(layout.run().resolve("supervisor.pid")).strip());
            return Account.ifThere(layout, user).flatMap(owner -> Proc.of(pid, owner, SUPERVISOR));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}

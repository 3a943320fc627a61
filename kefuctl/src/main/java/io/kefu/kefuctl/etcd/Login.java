package io.kefu.kefuctl.etcd;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A user of etcd and the password. Never on a command line, which others can see. */
public record Login(String user, String password) {

    private static final int MOST_BYTES = 4_096;

    /** From the first line of a file. Throws {@link CommandFailure} when there is none. */
    public static Login in(Path file) {
        try (InputStream from = Files.newInputStream(file)) {
            String head = new String(from.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return of(head.lines().findFirst().orElse(""), file.toString());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the login for etcd cannot be read in " + file + ": " + e,
                    "is it there, and yours to read?",
                    e);
        }
    }

    /** From a variable of the environment. Throws {@link CommandFailure} when there is none. */
    public static Login inVariable(String name, Map<String, String> environment) {
        return of(environment.getOrDefault(name, ""), "the variable " + name);
    }

    private static Login of(String text, String where) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new CommandFailure(ExitCode.FAILED, where + " holds no login for etcd", "put USER:PASSWORD there");
        }
        return new Login(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return user + ":••••";
    }
}

package io.kefu.kefuctl.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Where a token is. Never on a command line, which others can see. */
public sealed interface TokenSource {

    /** The token itself. Throws {@link CommandFailure} when it is not there, or when what is there is none. */
    String token();

    /** In the file of the contexts. */
    record Kept(String token) implements TokenSource {
        @Override
        public String toString() {
            return "Kept[••••]";
        }
    }

    /** In a file of its own, its first line. */
    record InFile(Path file) implements TokenSource {
        @Override
        public String token() {
            try {
                return TokenText.in(file);
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.FAILED, "the token's file " + file + " cannot be read", "is it yours to read?", e);
            }
        }
    }

    /** In a variable of the environment, as build servers give them. */
    record InEnvironment(String variable) implements TokenSource {
        @Override
        public String token() {
            String value = System.getenv(variable);
            if (value == null || value.isBlank()) {
                throw new CommandFailure(
                        ExitCode.FAILED, "the token should be in the variable " + variable + ", which is not set", "");
            }
            return TokenText.checked(value, "the variable " + variable);
        }
    }
}

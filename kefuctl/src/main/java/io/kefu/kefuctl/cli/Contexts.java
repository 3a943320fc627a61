package io.kefu.kefuctl.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The servers that somebody has given names to: {@code kefu/contexts.json} in {@code XDG_CONFIG_HOME}, else in
 * {@code ~/.config}, for its owner alone.
 *
 * @param current the one that is meant when none is named
 */
public record Contexts(Path file, Optional<String> current, List<Context> all) {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");

    /** Those of whoever runs this. */
    public static Contexts own() {
        return read(ownFile());
    }

    private static Path ownFile() {
        String configured = System.getenv("XDG_CONFIG_HOME");
        Path home = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(configured);
        return home.resolve("kefu").resolve("contexts.json");
    }

    /** None when there is no file. Throws {@link CommandFailure} for one that others can read, or that is none. */
    public static Contexts read(Path file) {
        try {
            if (Files.notExists(file)) {
                return new Contexts(file, Optional.empty(), List.of());
            }
            guard(file);
            JsonNode json = Json.read(file);
            List<Context> all = new ArrayList<>();
            json.path("contexts").forEach(each -> all.add(context(each)));
            return new Contexts(file, text(json, "current"), all);
        } catch (NoSuchFileException e) {
            return new Contexts(file, Optional.empty(), List.of());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " cannot be read: " + e.getMessage(), "mend it, or remove it", e);
        } catch (JacksonException | IllegalArgumentException _) {
            // What is wrong with it would quote it, and it holds tokens.
            throw new CommandFailure(
                    ExitCode.FAILED, file + " is no list of contexts", "mend it, or remove it and add them again");
        }
    }

    private static void guard(Path file) throws IOException {
        if (posix(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " holds tokens and can be read by others", "chmod 600 " + file);
        }
    }

    private static Context context(JsonNode json) {
        Optional<TokenSource> token = text(json, "token")
                .<TokenSource>map(TokenSource.Kept::new)
                .or(() -> text(json, "token_file").map(Path::of).map(TokenSource.InFile::new))
                .or(() -> text(json, "token_env").map(TokenSource.InEnvironment::new));
        return new Context(
                text(json, "name").orElse(""),
                text(json, "server").map(URI::create),
                text(json, "socket").map(Path::of),
                text(json, "data").map(Path::of),
                token,
                text(json, "ca_file").map(Path::of));
    }

    private static Optional<String> text(JsonNode json, String key) {
        return Optional.of(json.path(key).asString("")).filter(text -> !text.isEmpty());
    }

    public Optional<Context> find(String name) {
        return all.stream().filter(context -> context.name().equals(name)).findFirst();
    }

    /** Throws {@link CommandFailure} when there is none of that name. */
    public Context get(String name) {
        return find(name)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "there is no context " + name,
                        all.isEmpty()
                                ? "kefuctl context add " + name + " --server https://…"
                                : "kefuctl context list"));
    }

    /** With this one, in the place of another of its name. */
    public Contexts with(Context context) {
        List<Context> next = new ArrayList<>(all);
        next.removeIf(each -> each.name().equals(context.name()));
        next.add(context);
        return new Contexts(file, current, next);
    }

    public Contexts without(String name) {
        List<Context> next =
                all.stream().filter(each -> !each.name().equals(name)).toList();
        return new Contexts(file, current.filter(now -> !now.equals(name)), next);
    }

    public Contexts using(Optional<String> name) {
        return new Contexts(file, name, all);
    }

    /** Written aside and renamed: there is never half of it, and never one that others can read. */
    public void write() {
        Map<String, Object> json = new LinkedHashMap<>();
        current.ifPresent(name -> json.put("current", name));
        json.put("contexts", all.stream().map(Contexts::json).toList());
        try {
            replace(Json.write(json));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " cannot be written: " + e.getMessage(), "see that you may write there", e);
        }
    }

    private void replace(String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path aside;
        if (posix(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS_FOLDER));
            aside = Files.createTempFile(folder, "contexts", ".tmp", PosixFilePermissions.asFileAttribute(OWNER));
        } else {
            Files.createDirectories(folder);
            aside = Files.createTempFile(folder, "contexts", ".tmp");
        }
        try {
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static Map<String, Object> json(Context context) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", context.name());
        context.server().ifPresent(server -> json.put("server", server.toString()));
        context.socket().ifPresent(socket -> json.put("socket", socket.toString()));
        context.data().ifPresent(data -> json.put("data", data.toString()));
        context.token().ifPresent(source -> {
            switch (source) {
                case TokenSource.Kept kept -> json.put("token", kept.token());
                case TokenSource.InFile in -> json.put("token_file", in.file().toString());
                case TokenSource.InEnvironment in -> json.put("token_env", in.variable());
            }
        });
        context.ca().ifPresent(ca -> json.put("ca_file", ca.toString()));
        return json;
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

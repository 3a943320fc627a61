package io.kefu.storage;

import io.kefu.config.Secret;
import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code standing.json}: on which engine each tier stands, how far a change to another one is, and what was left where it
 * was. Written whole and synced before what it says is done, so that a start after a kill goes on from there.
 *
 * <p>Readable by its owner alone: while a tier is on its way to another engine it holds the old one's password, which the
 * configuration no longer names.
 */
final class StandingFile {
    private static final int MOST_LEFT = 20;

    private final Path file;
    private final ObjectNode state;
    private ObjectNode written;

    private StandingFile(Path file, ObjectNode state) {
        this.file = file;
        this.state = state;
        this.written = state.deepCopy();
    }

    static StandingFile in(Path directory) {
        Path file = directory.resolve("standing.json");
        try {
            JsonNode found = Files.exists(file)
                    ? JsonMapper.shared().readTree(Files.readString(file))
                    : JsonMapper.shared().createObjectNode();
            if (found instanceof ObjectNode state) {
                return new StandingFile(file, state);
            }
            throw new StorageException(
                    file + " is damaged: restore it from a backup, or remove it where no tier is" + " being changed");
        } catch (IOException | JacksonException e) {
            throw new StorageException(
                    file + " cannot be read: " + e.getMessage()
                            + ". Restore it from a backup, or remove it where no tier is being changed",
                    e);
        }
    }

    /**
     * The wanted policy on the engines that stood when the server last ran.
     *
     * @throws StorageException when one of those cannot be used, as its password is not known here
     */
    synchronized StoragePolicyConfig inForce(StoragePolicyConfig wanted) {
        StoragePolicyConfig policy = wanted;
        for (TierRole role : TierRole.values()) {
            Optional<Place> stood = place(state.path(role.word()));
            if (stood.isPresent() && !stood.get().equals(Access.of(role, wanted).place())) {
                policy = with(policy, role, stood.get());
            }
        }
        return policy;
    }

    private StoragePolicyConfig with(StoragePolicyConfig policy, TierRole role, Place stood) {
        JsonNode known = state.path(role.word());
        Optional<String> url = Optional.of(stood.url()).filter(each -> !each.isEmpty());
        Optional<String> user = Optional.ofNullable(known.path("user").asString(null));
        Optional<Secret> password =
                Optional.ofNullable(known.path("password").asString(null)).map(Secret::new);
        if (role != TierRole.HOT && !stood.isHere() && !known.path("login").asBoolean(false)) {
            throw new PolicyRefusedException("the " + role.word() + " tier stands in " + stood + ", the policy names "
                    + Access.of(role, policy).place() + ", and nobody told the old one's password. Start with the"
                    + " policy as it was and apply the new one while the server runs, so that history comes along; or"
                    + " remove " + file + " to leave behind what the old one holds");
        }
        String engine = stood.engine().toUpperCase(Locale.ROOT);
        return switch (role) {
            case HOT -> policy.with(inMemory(policy.hot()));
            case WARM ->
                policy.with(Mixed.warm(
                        policy.warm(), StoragePolicyConfig.WarmEngine.valueOf(engine), url, user, password, List.of()));
            case COLD ->
                policy.with(
                        Mixed.cold(policy.cold(), StoragePolicyConfig.ColdEngine.valueOf(engine), url, user, password));
        };
    }

    /** What stands in for any other hot tier: it is filled from the journal. */
    static StoragePolicyConfig.Hot inMemory(StoragePolicyConfig.Hot hot) {
        return new StoragePolicyConfig.Hot(
                StoragePolicyConfig.HotEngine.MEMORY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                hot.perConversation(),
                hot.keepAfterClose());
    }

    /** Notes what stands, and how to reach what is to be left. */
    synchronized void stands(StoragePolicyConfig standing, StoragePolicyConfig wanted) {
        for (TierRole role : TierRole.values()) {
            Place to = Access.of(role, wanted).place();
            filled(role).filter(each -> !each.equals(to)).ifPresent(each -> leave(role, each));
            note(role, Access.of(role, standing), to);
        }
        write();
    }

    private void note(TierRole role, Access access, Place wanted) {
        ObjectNode node = state.putObject(role.word());
        node.put("engine", access.place().engine());
        node.put("url", access.place().url());
        if (!access.place().isHere() && !access.place().equals(wanted)) {
            node.put("login", true);
            access.user().ifPresent(user -> node.put("user", user));
            access.password().ifPresent(password -> node.put("password", password.reveal()));
        }
    }

    private static Optional<Place> place(JsonNode node) {
        String engine = node.path("engine").asString("");
        return engine.isEmpty()
                ? Optional.empty()
                : Optional.of(new Place(engine, node.path("url").asString("")));
    }

    /** Begins a change, or goes on with it when it is the very one that was under way. */
    synchronized void begin(TierRole role, Place to) {
        if (!place(change(role)).equals(Optional.of(to))) {
            filled(role).ifPresent(each -> leave(role, each));
            ObjectNode node = changes().putObject(role.word());
            node.put("engine", to.engine());
            node.put("url", to.url());
            node.put("copied", false);
            node.putArray("days");
            write();
        }
    }

    private ObjectNode changes() {
        return state.get("changes") instanceof ObjectNode known ? known : state.putObject("changes");
    }

    private JsonNode change(TierRole role) {
        return state.path("changes").path(role.word());
    }

    /** Notes that the new engine is given messages from here on: it is named in {@link #left} when it is given up. */
    synchronized void fills(TierRole role) {
        if (filled(role).isEmpty()) {
            changes().withObject("/" + role.word()).put("filled", true);
            write();
        }
    }

    /** The engine that a change has given messages to. */
    private Optional<Place> filled(TierRole role) {
        JsonNode change = change(role);
        boolean some = change.path("filled").asBoolean(false)
                || isCopied(role)
                || !days(role).isEmpty();
        return place(change).filter(each -> some);
    }

    /**
     * Engines on their way that were given messages, as {@link #left} names them.
     *
     * @param reached names of the tiers on their way that are connected
     */
    synchronized List<String> filledOutOfReach(Set<String> reached) {
        return Arrays.stream(TierRole.values())
                .filter(role -> !reached.contains(role.word()))
                .flatMap(role -> filled(role).map(place -> named(role, place)).stream())
                .toList();
    }

    private static String named(TierRole role, Place place) {
        return role.word() + " " + place;
    }

    private void leave(TierRole role, Place place) {
        List<String> kept = new ArrayList<>(left());
        kept.removeIf(named(role, place)::equals);
        kept.add(named(role, place));
        leftAre(kept);
    }

    private void leftAre(List<String> kept) {
        var lines = state.putArray("left");
        kept.stream().skip(Math.max(0, kept.size() - MOST_LEFT)).forEach(lines::add);
    }

    /** The days of which the new engine holds what the old tiers do. */
    synchronized Set<LocalDate> days(TierRole role) {
        Set<LocalDate> days = new TreeSet<>();
        change(role).path("days").forEach(each -> days.add(LocalDate.parse(each.asString())));
        return days;
    }

    synchronized void done(TierRole role, LocalDate day) {
        changes().withObject("/" + role.word()).withArray("days").add(day.toString());
        write();
    }

    /** Whether all that is older than the journal is in the new engine, so that the rest comes from its own cursor on. */
    synchronized boolean isCopied(TierRole role) {
        return change(role).path("copied").asBoolean(false);
    }

    synchronized void copied(TierRole role) {
        changes().withObject("/" + role.word()).put("copied", true);
        write();
    }

    /** Of every change each day is to be compared again. */
    synchronized void copiedNothing() {
        boolean some = false;
        for (TierRole role : TierRole.values()) {
            if (isCopied(role) || !days(role).isEmpty()) {
                changes().withObject("/" + role.word()).put("copied", false).putArray("days");
                some = true;
            }
        }
        if (some) {
            write();
        }
    }

    /** Nothing is under way for the tier any more; an engine that was given messages is left with them. */
    synchronized void end(TierRole role) {
        filled(role).ifPresent(each -> leave(role, each));
        if (changes().remove(role.word()) != null) {
            write();
        }
    }

    /** Ends a change: from here on the tier stands on the new engine. */
    synchronized void switched(
            TierRole role, Optional<Place> left, StoragePolicyConfig standing, StoragePolicyConfig wanted) {
        filled(role).ifPresent(each -> leave(role, each));
        changes().remove(role.word());
        left.filter(each -> role != TierRole.HOT).ifPresent(each -> leave(role, each));
        List<String> kept = new ArrayList<>(left());
        kept.removeIf((role.word() + " " + Access.of(role, standing).place())::equals);
        leftAre(kept);
        stands(standing, wanted);
    }

    /** What holds messages and is used no more, such as {@code warm sqlite}; the latest last. */
    synchronized List<String> left() {
        List<String> left = new ArrayList<>();
        state.path("left").forEach(each -> left.add(each.asString()));
        left.removeIf(
                each -> !wereHere(each).isEmpty() && wereHere(each).stream().allMatch(Files::notExists));
        return left;
    }

    /** The files of an engine that lay in this directory, what it had yet to take into the first one among them. */
    private List<Path> wereHere(String left) {
        return switch (left) {
            case "warm sqlite" -> List.of(file.resolveSibling("warm.db"), file.resolveSibling("warm.db-wal"));
            case "cold duckdb" -> List.of(file.resolveSibling("cold.duckdb"), file.resolveSibling("cold.duckdb.wal"));
            default -> List.of();
        };
    }

    /**
     * For a backup: what stands, without what is under way, as the engine that is being filled is not in it and is left
     * with what it has.
     */
    synchronized void copyTo(Path directory) {
        StandingFile copy = new StandingFile(directory.resolve(file.getFileName()), state.deepCopy());
        for (TierRole role : TierRole.values()) {
            copy.filled(role).ifPresent(each -> copy.leave(role, each));
        }
        copy.state.remove("changes");
        copy.write();
    }

    /** What cannot be written is not so either. */
    private void write() {
        boolean done = false;
        try {
            writeOut();
            written = state.deepCopy();
            done = true;
        } finally {
            if (!done) {
                state.removeAll();
                state.setAll(written);
                written = state.deepCopy();
            }
        }
    }

    private void writeOut() {
        Path next = file.resolveSibling("standing.json.next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(
                        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new StorageException(
                    file + " cannot be written: " + e + ". Free some space, or give this user write" + " access to it",
                    e);
        }
    }
}

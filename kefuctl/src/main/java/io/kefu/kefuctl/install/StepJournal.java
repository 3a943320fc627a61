package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code journal.jsonl} among the state: a line for each step that begins and ends, on the disk before the step goes on. It
 * holds the last operation; the one before is dropped when another begins.
 */
final class StepJournal {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final Path moves;
    private final Clock clock;

    StepJournal(Layout layout, Clock clock) {
        this.file = layout.state().resolve("journal.jsonl");
        this.moves = moves(layout);
        this.clock = clock;
    }

    /**
     * An operation that has not ended.
     *
     * @param done the steps that were done, in their order
     * @param started the steps that were begun, and done or not; without those that were undone since
     * @param undoing whether it was being undone
     */
    record Unfinished(Intent intent, List<String> done, Set<String> started, boolean undoing) {}

    Optional<Unfinished> unfinished() {
        Intent intent = null;
        List<String> done = new ArrayList<>();
        Set<String> started = new HashSet<>();
        boolean undoing = false;
        for (JsonNode line : lines()) {
            if (line.has("begin")) {
                intent = JSON.treeToValue(line.path("begin"), Intent.class);
                done.clear();
                started.clear();
                undoing = false;
            } else if (line.has("start")) {
                started.add(line.path("start").asString());
            } else if (line.has("done")) {
                done.add(line.path("done").asString());
            } else if (line.has("undoing")) {
                undoing = true;
            } else if (line.has("undone")) {
                done.remove(line.path("undone").asString());
                started.remove(line.path("undone").asString());
            } else if (line.has("end")) {
                intent = null;
            }
        }
        return intent == null
                ? Optional.empty()
                : Optional.of(new Unfinished(intent, List.copyOf(done), Set.copyOf(started), undoing));
    }

    /** Where a step notes what it moves, for its undoing; dropped with the operation that it belongs to. */
    static Path moves(Layout layout) {
        return layout.state().resolve("journal.moves");
    }

    void begin(Intent intent) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(moves);
        Durable.write(file, line("begin", intent));
    }

    void starts(Step step) throws IOException {
        Durable.append(file, line("start", step.id()));
    }

    void done(Step step) throws IOException {
        Durable.append(file, line("done", step.id()));
    }

    void undoing(String why) throws IOException {
        Durable.append(file, line("undoing", why));
    }

    void undone(Step step) throws IOException {
        Durable.append(file, line("undone", step.id()));
    }

    void end(String how) throws IOException {
        Durable.append(file, line("end", how));
    }

    private String line(String what, Object value) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", clock.instant().toString());
        line.put(what, value);
        // Begins a line of its own, whatever a kill has left of the one before.
        return "\n" + JSON.writeValueAsString(line) + "\n";
    }

    /** A line that a kill has cut off says nothing. */
    private List<JsonNode> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<JsonNode> lines = new ArrayList<>();
        try {
            // A cut in the middle of a character is a line that says nothing, as any other cut.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            text.lines().forEach(line -> parsed(line).ifPresent(lines::add));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " cannot be read: " + e.getMessage(), "see that this user may read it", e);
        }
        return lines;
    }

    private static Optional<JsonNode> parsed(String line) {
        try {
            return line.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(line));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
